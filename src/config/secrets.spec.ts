import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mistakesOf } from '../../test/support/mistakes.js';
import { layered, readConfig } from './environment.js';

const folder = mkdtempSync(join(tmpdir(), 'coach-secrets-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(text: string): string {
  const file = join(folder, `secret-${Math.abs(Buffer.from(text).readInt32BE(0))}-${text.length}`);
  writeFileSync(file, text);
  return file;
}

const SECRET = 'a-secret-that-only-the-tests-know-0123456789';
const SERVER = 'mariadb://coach@127.0.0.1/coach';

describe('a secret in a file', () => {
  it.each(['', '\n', '\r\n'])('is what it holds, without the %j at its end', (end) => {
    const config = readConfig({
      JWT_SECRET_FILE: fileOf(`${SECRET}${end}`),
      METRICS_TOKEN_FILE: fileOf(`0123456789abcdef${end}`),
      DATABASE_URL_FILE: fileOf(`mariadb://coach:p%40@127.0.0.1/coach${end}`),
    });
    expect(config).toMatchObject({ jwtSecret: SECRET, jwtSecretSource: 'set' });
    expect(config.metricsToken).toBe('0123456789abcdef');
    expect(config.database).toMatchObject({ url: 'mariadb://coach:p%40@127.0.0.1/coach' });
  });

  it.each(['JWT_SECRET', 'DATABASE_URL', 'DATABASE_PASSWORD', 'METRICS_TOKEN'])(
    '%s is a mistake where it cannot be had, alone and by its name',
    (name) => {
      const production = { NODE_ENV: 'production', STUDIO_TIME_ZONE: 'UTC', JWT_SECRET: SECRET };
      const env: Record<string, string> = { ...production, DATABASE_URL: SERVER };
      Reflect.deleteProperty(env, name);
      const told = (path: string) => mistakesOf({ ...env, [`${name}_FILE`]: path });
      const of = (words: string) => [expect.stringMatching(`^${name}_FILE names ".*", ${words}`)];
      expect(told(join(folder, 'nowhere'))).toEqual(of('which cannot be read \\(ENOENT\\)'));
      expect(told(folder)).toEqual(of('which cannot be read \\(EISDIR\\)'));
      expect(told(fileOf('\n   \n'))).toEqual(of('which is empty'));
      const lines = fileOf(`${SECRET}\n${SECRET}\n`);
      expect(told(lines)).toEqual(of('which holds more than the one line of a secret'));
    },
  );

  it('is a mistake beside the secret itself, and never shown', () => {
    const env = { JWT_SECRET: SECRET, JWT_SECRET_FILE: fileOf(`${SECRET}-of-the-file`) };
    expect(mistakesOf(env)).toEqual([
      'JWT_SECRET_FILE is set, and JWT_SECRET too. Leave one of them out.',
    ]);
  });

  it('is never shown where it stands instead of its file', () => {
    expect(mistakesOf({ JWT_SECRET_FILE: SECRET })).toEqual([
      'JWT_SECRET_FILE names what is no path, which cannot be read (ENOENT).',
    ]);
  });

  it('hides what a layer below says in the other way, and is hidden so', () => {
    expect(layered({ JWT_SECRET: 'a' }, { JWT_SECRET_FILE: 'b' })).toEqual({
      JWT_SECRET_FILE: 'b',
    });
    expect(layered({ JWT_SECRET_FILE: 'b' }, { JWT_SECRET: 'a' })).toEqual({ JWT_SECRET: 'a' });
    const both = { JWT_SECRET: 'a', JWT_SECRET_FILE: 'b' };
    expect(layered({}, both)).toEqual(both);
    expect(layered({ JWT_SECRET_FILE: 'b' }, { JWT_SECRET: '' })).toMatchObject({
      JWT_SECRET_FILE: 'b',
    });
  });
});

describe('DATABASE_PASSWORD', () => {
  const urlWith = (password: string, url = SERVER) => {
    const { database } = readConfig({ DATABASE_URL: url, DATABASE_PASSWORD: password });
    return database.kind === 'sqlite' ? '' : database.url;
  };

  it.each(['simple', 'a@b:c/d?e#f', '100%', '%41', 'ä ö'])('%j is put into the URL', (password) => {
    expect(decodeURIComponent(new URL(urlWith(password)).password)).toBe(password);
    expect(new URL(urlWith(password)).hostname).toBe('127.0.0.1');
  });

  it('is not for a URL that has one', () => {
    const own = 'mariadb://coach:own@127.0.0.1/coach';
    expect(urlWith('another', own)).toBe(own);
  });
});
