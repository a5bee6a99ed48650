import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = resolve('scripts/make-secrets.sh');
const NAMES = ['app_database_password', 'database_password', 'jwt_secret', 'metrics_token'];
const RANDOM = /^[0-9a-f]{64}\n$/;

describe('make-secrets.sh', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'coach-make-secrets-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const run = () => execFileSync('sh', [SCRIPT], { cwd: folder, encoding: 'utf8' });
  const held = () => NAMES.map((name) => readFileSync(join(folder, 'secrets', name), 'utf8'));
  const modeOf = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);

  it('makes random ones, each another, that the containers alone can read', () => {
    run();
    expect(readdirSync(join(folder, 'secrets')).toSorted()).toEqual(NAMES);
    expect(held().filter((one) => !RANDOM.test(one))).toEqual([]);
    expect(new Set(held()).size).toBe(NAMES.length);
    expect(modeOf('secrets')).toBe('700');
    expect(NAMES.map((name) => modeOf(`secrets/${name}`))).toEqual(NAMES.map(() => '444'));
  });

  it('takes what .env has over, to the letter, and says nothing of it', () => {
    const lines = ['JWT_SECRET=old', `JWT_SECRET="a=b'c $d"\r`, "DATABASE_PASSWORD='p\"w %s\\n'"];
    writeFileSync(join(folder, '.env'), `${lines.join('\n')}\n#METRICS_TOKEN=none\n`);
    const said = run();
    const [, password, secret, token] = held();
    expect([password, secret]).toEqual(['p"w %s\\n', "a=b'c $d"]);
    expect(token).toMatch(RANDOM);
    expect(said).not.toContain('p"w');
  });

  it('fills what was left empty', () => {
    run();
    const file = join(folder, 'secrets/jwt_secret');
    rmSync(file);
    writeFileSync(file, '', { mode: 0o444 });
    run();
    expect(readFileSync(file, 'utf8')).toMatch(RANDOM);
  });

  it('leaves what is there', () => {
    run();
    const before = held();
    writeFileSync(join(folder, '.env'), 'JWT_SECRET=another\n');
    run();
    expect(held()).toEqual(before);
  });
});
