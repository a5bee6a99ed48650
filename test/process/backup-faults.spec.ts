import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackupStage, corrections, reading, type Target } from '../support/backup-stage.js';
import { runCli, startCli } from '../support/cli.js';
import { isServerDatabase } from '../support/database.js';
import { killCli } from '../support/killing.js';
import { violations } from '../support/laws.js';
import { ensureBuilt } from '../support/process.js';
import { findProgram } from '../support/programs.js';
import { chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openDatabase } from '../support/sql.js';

const run = promisify(execFile);
const KILLS = size({ ci: 2, full: 30 });
/** What the newest migration is called, and one that nobody knows yet, of the same length. */
const [KNOWN, LATER] = ['StandingKey1700000013000', 'StandingKey9900000013000'];

describe('what goes wrong with a backup', () => {
  let stage: BackupStage;
  let good: string;
  const seed = seedFor('backup-faults');

  beforeAll(async () => {
    await ensureBuilt();
    stage = await BackupStage.open();
    await stage.serveHere((api) => stage.change(api, 'In the backup'));
    good = stage.file('good.gz');
    expect(await stage.runHere('backup', good)).toMatchObject({ code: 0, stderr: '' });
    await stage.serveHere((api) => stage.change(api, 'Not in the backup'));
  }, 300_000);
  afterAll(async () => {
    await stage.close();
  });

  /** Files that are no good, by what is said of them. */
  async function badFiles(): Promise<[name: string, content: Buffer, says: RegExp][]> {
    const packed = await readFile(good);
    const whole = gunzipSync(packed);
    const text = whole.toString('latin1');
    const changed = (from: string, to: string) => Buffer.from(text.replaceAll(from, to), 'latin1');
    const cut = isServerDatabase() ? /cut off|last line is missing/ : /damaged|a part of it/;
    const other = isServerDatabase()
      ? Buffer.from('SQLite format 3\0'.padEnd(4096, '\0'))
      : Buffer.from('-- MariaDB dump 10.19\n\n-- Dump completed on 2026-11-26\n');
    return [
      ['text', Buffer.from('Dear operator, this is a letter. '.repeat(99)), /is no backup/],
      ['empty', Buffer.alloc(0), /is no backup/],
      ['cut', whole.subarray(0, Math.floor(whole.length / 2)), cut],
      ['almost', whole.subarray(0, whole.length - 40), cut],
      ['packed-cut', packed.subarray(0, packed.length - 9), /cut off or damaged/],
      ['packed-broken', broken(packed), /cut off or damaged|damaged/],
      ['other-kind', other, /names the other kind/],
      ['later', changed(KNOWN, LATER), /made by a later version/],
      ['foreign', await foreign(changed), /it is of another program/],
      ...(isServerDatabase()
        ? ([
            [
              'a-row-less',
              gzipSync(Buffer.from(text.replace(/^\(\d+,.*\),\n/m, ''), 'latin1')),
              /is damaged: rows of/,
            ],
            ['not-ours', changed('-- coach-sessions', '-- someone'), /has not made, or its last/],
          ] as [string, Buffer, RegExp][])
        : []),
    ];
  }

  async function foreign(changed: (from: string, to: string) => Buffer): Promise<Buffer> {
    if (isServerDatabase()) return changed('coach_member_list', 'gym_x_member_list');
    const file = stage.file('of-another-program');
    const database = new Database(file);
    database.exec('CREATE TABLE bookmarks (id integer PRIMARY KEY, url text)');
    database.close();
    return readFile(file);
  }

  function broken(bytes: Buffer): Buffer {
    const copy = Buffer.from(bytes);
    const middle = Math.floor(copy.length / 2);
    copy.fill(0, middle, middle + 20);
    return copy;
  }

  it('is said in one line, and nothing is changed', async () => {
    const target = await stage.target('never.db');
    for (const [name, content, says] of await badFiles()) {
      const file = stage.file(`bad-${name}`);
      await writeFile(file, content);
      for (const words of [['--into', target.name], ['--check']]) {
        const done = await runCli(['restore', file, ...words], stage.env);
        expect(done.code, `${name}: ${done.stdout}`).toBe(1);
        expect(done.stderr, name).toMatch(/^[^\n]+\n$/);
        expect(done.stderr, name).toMatch(says);
      }
    }
    expect(await isThere(target)).toBe(false);
    const left = (await readdir(stage.folder)).filter((name) => name.startsWith('never'));
    expect(left).toEqual([]);
    const nowhere = await runCli(['restore', stage.file('nowhere'), '--check'], stage.env);
    expect(nowhere).toMatchObject({ code: 1, stdout: '' });
    expect(nowhere.stderr).toMatch(/^.*nowhere is not there.*\n$/);
  }, 300_000);

  async function isThere({ name, url }: Target): Promise<boolean> {
    if (!isServerDatabase()) return (await readdir(stage.folder)).some((one) => name.endsWith(one));
    const tables = await reading(url, (sql) => sql('SHOW TABLES'));
    return tables.length > 0;
  }

  it('leaves nothing behind where there is no room or no folder', async () => {
    const folder = stage.file('closed');
    await mkdir(folder, { recursive: true });
    const absent = await stage.runHere('backup', stage.file('no-such-folder/backup'));
    expect(absent).toMatchObject({ code: 1, stdout: '' });
    expect(absent.stderr).toMatch(/^.*no-such-folder.*\n$/);

    // A file may have 8 KiB, as on a disk that gets full.
    const words = ['-c', 'ulimit -f 16; exec "$@"', 'full', process.execPath, 'dist/cli.js'];
    const { PATH = '' } = process.env;
    const full = await run('sh', [...words, 'backup', `${folder}/backup`], {
      env: { ...stage.env, PATH },
    }).catch((error: unknown) => error as { code: number; stdout: string; stderr: string });
    expect(full).toMatchObject({ code: 1, stdout: '' });
    expect((full as { stderr: string }).stderr).toMatch(
      /^[^\n]*(no room|cannot be written)[^\n]*\n$/,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it(
    `loses nothing by kill -9 of a restore, ${KILLS} times`,
    async () => {
      const dice = chance(seed);
      let unfinished = 0;
      for (let n = 0; n < KILLS; n += 1) {
        const target = await stage.target(`killed-${n}.db`);
        if (!isServerDatabase()) await startFrom(target);
        const words = isServerDatabase() ? [] : ['--replace'];
        const restore = ['restore', good, '--into', target.name, ...words];
        // The first one early, so that there is one to go on from.
        const come = await comingTo(target, n === 0 ? undefined : dice);
        const isKilled = await killCli(restore, stage.env, come.soFar).then(
          () => true,
          () => false,
        );
        await come.end();
        unfinished += Number(isKilled && (await isUnfinished(target)));
        const again = await stage.runHere(...restore);
        if (again.code === 1) expect(again.stderr).toMatch(/is not empty/);
        expect([...(await corrections(target.url)).keys()]).toEqual(['In the backup']);
        expect(await reading(target.url, violations)).toEqual([]);
        const parts = (await readdir(stage.folder)).filter((name) => name.includes('.partial'));
        expect(parts).toEqual([]);
      }
      expect(unfinished).toBeGreaterThan(0);
      expect((await corrections(stage.databaseUrl)).get('Not in the backup')).toBe(1);
    },
    SIZED_TIMEOUT_MS,
  );

  async function startFrom(target: Target): Promise<void> {
    const all = stage.file('all');
    if (!existsSync(all)) await stage.runHere('backup', all);
    await copyFile(all, target.name);
  }

  /** Somewhere on the way: after so many tables, or at the copy, the proof or a moment later. */
  async function comingTo({ url }: Target, dice?: ReturnType<typeof chance>) {
    if (isServerDatabase()) {
      const { sql, close } = await openDatabase(url);
      const tables = dice?.between(1, 12) ?? 1;
      return { soFar: async () => (await sql('SHOW TABLES')).length >= tables, end: close };
    }
    const end = dice?.oneOf(['.partial', '.partial-proof']) ?? '.partial';
    const laterMs = dice?.between(0, 1_000) ?? 0;
    let until = Number.POSITIVE_INFINITY;
    const soFar = async () => {
      const hasCome = (await readdir(stage.folder)).some((name) => name.endsWith(end));
      if (hasCome) until = Math.min(until, performance.now() + laterMs);
      return performance.now() > until;
    };
    return { soFar, end: () => Promise.resolve() };
  }

  /** Whether nothing has taken the place yet; on a server, whether that can be seen. */
  async function isUnfinished(target: Target): Promise<boolean> {
    if (!isServerDatabase()) return (await corrections(target.url)).has('Not in the backup');
    const tables = await reading(target.url, (sql) => sql('SHOW TABLES'));
    if (!tables.some((row) => Object.values(row).includes('coach_restore_unfinished')))
      return false;
    const verified = await runCli(['verify'], { ...stage.env, DATABASE_URL: target.url });
    expect(verified.code).toBe(2);
    expect(verified.stderr).toMatch(/^A restore into this database did not come to its end/);
    return true;
  }

  if (isServerDatabase())
    describe('on a server', () => {
      it('never shows the password to other people of the machine', async () => {
        const [folder, seen] = [stage.file('programs'), stage.file('seen')];
        await mkdir(folder);
        for (const name of ['mariadb-dump', 'mariadb']) {
          const lines = [`printf '%s\\n' "$0" "$@" >> ${seen}`, `exec ${findProgram(name)} "$@"`];
          const script = ['#!/bin/bash', ...lines, ''].join('\n');
          await writeFile(`${folder}/${name}`, script);
          await chmod(`${folder}/${name}`, 0o755);
        }
        const env = { ...stage.env, PATH: `${folder}:${process.env.PATH}` };
        const file = stage.file('watched');
        expect(await startCli(['backup', file], env)).toMatchObject({ code: 0, stderr: '' });
        const { name } = await stage.target('');
        expect(await startCli(['restore', file, '--into', name], env)).toMatchObject({ code: 0 });
        const words = await readFile(seen, 'utf8');
        expect(words).toMatch('--single-transaction');
        expect(words).toMatch(name);
        const { password, username } = new URL(stage.databaseUrl);
        expect(words).not.toMatch(password);
        expect(words).not.toMatch(username);
      });

      it('names the package of a program that is not installed', async () => {
        const env = { ...stage.env, PATH: stage.folder };
        const file = stage.file('none');
        for (const words of [
          ['backup', file],
          ['restore', good, '--into', 'never_made'],
        ]) {
          const done = await startCli(words, env);
          expect(done.code).toBe(1);
          expect(done.stderr).toMatch(/^The program \S+ is not installed\. .*mariadb-client\n$/);
        }
      });
    });
});
