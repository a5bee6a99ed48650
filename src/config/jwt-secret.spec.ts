import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './environment.js';
import { keepSecret, secretFileOf } from './kept-secret.js';

const SERVER = { DATABASE_URL: 'mariadb://coach:secret@127.0.0.1/coach' };

describe('JWT_SECRET, where it is not set', () => {
  let folder: string;
  let database: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'coach-secret-'));
    database = join(folder, 'data/coach.db');
    env = { DATABASE_URL: `sqlite:${database}` };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made beside the embedded database at the first start, and kept', () => {
    const first = readConfig(env, 'serve');
    expect(first.jwtSecretSource).toBe('made');
    expect(first.jwtSecret).toMatch(/^[\w-]{64}$/);
    expect(statSync(secretFileOf(database)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'data'))).toEqual(['coach.db.jwt-secret']);

    const { jwtSecret } = first;
    expect(readConfig(env, 'serve')).toMatchObject({ jwtSecret, jwtSecretSource: 'kept' });
    expect(readConfig(env)).toMatchObject({ jwtSecret, jwtSecretSource: 'kept' });
  });

  it('is another one for each database', () => {
    const other = { DATABASE_URL: `sqlite:${join(folder, 'other.db')}` };
    expect(readConfig(env, 'serve').jwtSecret).not.toBe(readConfig(other, 'serve').jwtSecret);
  });

  it('is the one that another process made meanwhile', () => {
    const { secret } = keepSecret(database);
    expect(keepSecret(database)).toEqual({ secret, isNew: false });
    expect(readFileSync(secretFileOf(database), 'utf8')).toBe(`${secret}\n`);
    expect(readdirSync(join(folder, 'data'))).toHaveLength(1);
  });

  it('is made by no command, and by no start that has mistakes', () => {
    expect(readConfig(env).jwtSecretSource).toBe('unknown');
    expect(() => readConfig({ ...env, PORT: 'x' }, 'serve')).toThrow('PORT');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not believed where the file is empty, and the mistake says what to do', () => {
    keepSecret(database);
    writeFileSync(secretFileOf(database), '\n');
    expect(() => readConfig(env, 'serve')).toThrow(/JWT_SECRET is not set, and .* Delete it/);
  });

  it('is demanded by a server database of who serves, and not of commands', () => {
    expect(() => readConfig(SERVER, 'serve')).toThrow(/JWT_SECRET is not set/);
    const [one, other] = [readConfig(SERVER), readConfig(SERVER)];
    expect(one.jwtSecretSource).toBe('unknown');
    expect(one.jwtSecret).not.toBe(other.jwtSecret);
  });

  it('may be the kept one no longer, where that retires', () => {
    const { secret } = keepSecret(database);
    const JWT_SECRET_PREVIOUS = secret;
    expect(() => readConfig({ ...env, JWT_SECRET_PREVIOUS })).toThrow(/is the secret of now/);
    const JWT_SECRET = 'kq83HGpw0-zLm1v_XcB72nRtYs5dEoA-7';
    const both = readConfig({ ...env, JWT_SECRET, JWT_SECRET_PREVIOUS });
    expect(both).toMatchObject({ jwtSecret: JWT_SECRET, jwtSecretPrevious: secret });
  });

  it('is not asked for where it is set', () => {
    const JWT_SECRET = 'kq83HGpw0-zLm1v_XcB72nRtYs5dEoA-7';
    const set = readConfig({ ...env, JWT_SECRET }, 'serve');
    expect(set).toMatchObject({ jwtSecret: JWT_SECRET, jwtSecretSource: 'set' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not asked for where its file holds one', () => {
    const JWT_SECRET_FILE = join(folder, 'secret');
    const jwtSecret = 'kq83HGpw0-zLm1v_XcB72nRtYs5dEoA-7';
    writeFileSync(JWT_SECRET_FILE, `${jwtSecret}\n`);
    for (const where of [env, SERVER]) {
      const set = readConfig({ ...where, JWT_SECRET_FILE }, 'serve');
      expect(set).toMatchObject({ jwtSecret, jwtSecretSource: 'set' });
    }
    expect(readdirSync(folder)).toEqual(['secret']);
  });

  it.each(['nowhere', 'empty', 'weak'])('is neither made nor taken for a file: %s', (name) => {
    keepSecret(database);
    writeFileSync(join(folder, 'empty'), '\n');
    writeFileSync(join(folder, 'weak'), 'secret'.repeat(9));
    const JWT_SECRET_FILE = join(folder, name);
    for (const where of [env, SERVER, { DATABASE_URL: `sqlite:${join(folder, 'new.db')}` }]) {
      for (const purpose of ['serve', 'command'] as const) {
        const start = () => readConfig({ ...where, JWT_SECRET_FILE }, purpose);
        expect(start).toThrow(/^The configuration has mistakes:\n {2}- JWT_SECRET[^\n]+$/);
      }
    }
    expect(readdirSync(folder).sort()).toEqual(['data', 'empty', 'weak']);
  });
});
