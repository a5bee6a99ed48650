import { spawn } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { restoreEmbedded } from '../../src/backup/embedded-restore.js';
import { TargetLock } from '../../src/backup/target-lock.js';
import { runCli } from '../support/cli.js';
import { createMigratedDatabase } from '../support/database.js';
import { ensureBuilt } from '../support/process.js';

const STRANGER = 12_345;
const IS_ROOT = userInfo().uid === 0;

describe('a file that a copy is put back into', () => {
  let folder: string;
  let database: string;
  let copy: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'coach-file-'));
    const url = await createMigratedDatabase();
    database = join(folder, 'studio.db');
    await copyFile(url.slice('sqlite:'.length), database);
    copy = join(folder, 'copy.gz');
    env = {
      DATABASE_URL: `sqlite:${database}`,
      STUDIO_TIME_ZONE: 'UTC',
      TMPDIR: join(folder, 'tmp'),
    };
    await mkdir(env.TMPDIR ?? '');
    expect(await runCli(['backup', copy], env)).toMatchObject({ code: 0, stderr: '' });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** As the command does, but for the proof of the books, which is not what this is about. */
  const restore = (target: string, mayReplace = false) =>
    restoreEmbedded(target, { file: copy, at: new Date(), mayReplace }, () => Promise.resolve());

  it('is compared with the database in use, and says so where there is none', async () => {
    const whole = await runCli(['restore', copy, '--check'], env);
    expect(whole, whole.stdout).toMatchObject({ code: 0, stderr: '' });
    const elsewhere = { ...env, DATABASE_URL: `sqlite:${join(folder, 'none.db')}` };
    const alone = await runCli(['restore', copy, '--check'], elsewhere);
    expect(alone, alone.stdout).toMatchObject({ code: 2, stderr: '' });
    expect(alone.stdout).toMatch(/^NOT COMPARED: there is no database in use/m);
    expect(alone.stdout).toMatch('all laws hold');
  });

  it.skipIf(!IS_ROOT)('belongs to whom the old one did, or to whom its folder does', async () => {
    const old = join(folder, 'old.db');
    await copyFile(database, old);
    await chown(old, STRANGER, STRANGER);
    await chmod(old, 0o640);
    const { aside, note } = await restore(old, true);
    expect(note).toBeUndefined();
    for (const file of [old, aside ?? '']) {
      const { uid, gid, mode } = await stat(file);
      expect([uid, gid, mode & 0o777]).toEqual([STRANGER, STRANGER, 0o640]);
    }
    const theirs = join(folder, 'theirs');
    await mkdir(theirs);
    await chown(theirs, STRANGER, STRANGER);
    await restore(join(theirs, 'new.db'));
    const { uid, mode } = await stat(join(theirs, 'new.db'));
    expect([uid, mode & 0o777]).toEqual([STRANGER, 0o600]);
    expect(await readdir(theirs)).toEqual(['new.db']);
  });

  it('is filled by one restore at a time', async () => {
    const target = join(folder, 'twice.db');
    const lock = TargetLock.take(target);
    await expect(restore(target)).rejects.toThrow(
      /^Another restore into \S+ is under way\. Nothing/,
    );
    lock.release();
    await restore(target);
    expect((await readdir(folder)).filter((name) => name.startsWith('twice'))).toEqual([
      'twice.db',
    ]);
  });

  describe('whose restore is told to end', () => {
    let places: string[];

    beforeEach(() => {
      places = [env.TMPDIR ?? '', folder];
    });

    const parts = async () => {
      const names = (await Promise.all(places.map((place) => readdir(place)))).flat();
      return names.filter((name) => /^coach-copy-|\.partial/.test(name));
    };

    it.each([
      ['SIGTERM', ['--check']],
      ['SIGINT', ['--into', 'ended.db']],
    ] as const)('by %s leaves nothing behind (%j)', async (signal, [word, name]) => {
      const words = name === undefined ? [word] : [word, join(folder, name)];
      const command = [resolve('dist/cli.js'), 'restore', copy, ...words];
      const child = spawn(process.execPath, command, { env, stdio: 'ignore' });
      const ended = new Promise((fulfil) => {
        child.once('close', (_, by) => {
          fulfil(by);
        });
      });
      await expect.poll(parts, { interval: 2, timeout: 60_000 }).not.toEqual([]);
      child.kill(signal);
      expect(await ended).toBe(signal);
      expect(await parts()).toEqual([]);
    });
  });
});
