import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/environment.js';
import { FILES, read } from './house-files.js';

const NAME = '[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*';

/** The names that a text mentions where the pattern's first group stands. */
function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

function codeOf(pattern: RegExp): string {
  return FILES.filter((file) => pattern.test(file))
    .map(read)
    .join('\n');
}

describe('.env.example', () => {
  const example = read('.env.example');
  const documented = namesIn(example, new RegExp(`^#?(${NAME})=`, 'gm'));
  const config = codeOf(/^src\/config\/[a-z-]+(?<!\.spec)\.ts$/);
  const asked = new RegExp(`(?:env\\.[a-z]\\w*\\(|const name =)\\s*'(${NAME})'`, 'g');

  it('names the variables that the product reads, and those of docker-compose.yml', () => {
    const secrets = namesIn(config, new RegExp(`env\\.secret\\('(${NAME})'`, 'g'));
    expect(secrets).toContain('JWT_SECRET');
    const ofProduct = [...namesIn(config, asked), ...secrets.map((name) => `${name}_FILE`)];
    const ofCompose = namesIn(read('docker-compose.yml'), new RegExp(`\\$\\{(${NAME})`, 'g'));
    expect(ofProduct).toContain('DATABASE_URL');
    expect(documented).toEqual([...new Set([...ofProduct, ...ofCompose])].sort());
  });

  it('says of each what it does, and what holds without it', () => {
    const blocks = example.split(/\n\n+/).filter((block) => /^#?[A-Z_]+=/m.test(block));
    const silent = blocks.filter((block) => !/^# .{20,}/m.test(block) || !/[Dd]efault/.test(block));
    expect(silent).toEqual([]);
    expect(blocks).toHaveLength(documented.length);
  });

  it('works as it stands once the marks of comment are removed', () => {
    const lines = example.split('\n').filter((line) => new RegExp(`^#?${NAME}=`).test(line));
    const pairs = lines.map((line) => /^#?(\w+)=(.*)$/.exec(line)?.slice(1) as [string, string]);
    const variables = { ...Object.fromEntries(pairs), JWT_SECRET: '' };
    expect(readConfig(variables)).toMatchObject({ port: 3000, host: '127.0.0.1' });
    expect(readConfig({ ...variables, HOST: 'localhost' })).toMatchObject({ host: '127.0.0.1' });
  });
});
