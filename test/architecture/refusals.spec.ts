import { describe, expect, it } from 'vitest';
import { FILES, read } from './house-files.js';

const OWN_ERROR = /^export class (\w+) extends Error /gm;

describe('what a command refuses', () => {
  const commands = FILES.filter((file) => /^src\/cli\/[\w-]+(?<!\.spec)\.ts$/.test(file));
  const refusals = commands.flatMap((file) =>
    [...read(file).matchAll(OWN_ERROR)].map(([, name = '']) => name),
  );

  it.each(refusals)('%s is told in its own words, without a stack', (name) => {
    const [, plain = ''] = /const PLAIN = \[(.*?)\n\];/s.exec(read('src/cli/reason.ts')) ?? [];
    expect(plain).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('is found where commands are', () => {
    expect(refusals).toEqual(expect.arrayContaining(['SignOutRefused', 'TokensRefused']));
  });
});
