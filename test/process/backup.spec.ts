import { copyFile, readdir, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import { addJob } from '../support/jobs.js';
import { BackupStage, corrections, reading } from '../support/backup-stage.js';
import { isServerDatabase } from '../support/database.js';
import { violations } from '../support/laws.js';
import { ensureBuilt } from '../support/process.js';
import { RepeatingClient } from '../support/repeating-client.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';

const BACKUPS = size({ ci: 2, full: 20 });
const CLIENTS = size({ ci: 4, full: 16 });
const PASSWORD = 'a-password-of-this-test';

describe('a backup', () => {
  let stage: BackupStage;
  let staff: { email: string };

  beforeAll(async () => {
    await ensureBuilt();
    stage = await BackupStage.open(async (studio) => {
      const { app, given } = studio;
      staff = await given.person('staff', undefined, await app.get(Passwords).hash(PASSWORD));
      await addJob(studio, 'of-another-release');
    });
  }, 300_000);
  afterAll(async () => {
    await stage.close();
  });

  // The first: what is put in the place of a file must not be in use by this process.
  it('takes the place of the database only when the product has stopped', async () => {
    const api = await stage.serve();
    const signIn = await api.post('/auth/login', { email: staff.email, password: PASSWORD });
    expect(signIn.status).toBe(200);
    const file = stage.file('state');
    expect(await stage.run('backup', file)).toMatchObject({ code: 0 });
    await stage.change(api, 'After the backup');

    const refused = await stage.run('restore', file, '--replace');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      isServerDatabase() ? /^On a server nothing is replaced/ : /is in use: stop the product/,
    );
    if (isServerDatabase()) {
      expect((await stage.runHere('restore', file)).stderr).toMatch(
        /is not empty, and nothing in it/,
      );
    }
    await stage.change(api, 'Goes on');
    await stage.stop();

    const careless = await stage.runHere('restore', file);
    expect(careless.code).toBe(1);
    expect(careless.stderr).toMatch(/add --(replace|into)/);
    expect((await corrections(stage.databaseUrl)).get('Goes on')).toBe(1);
    const target = isServerDatabase() ? await stage.target('') : undefined;
    const words = target ? ['--into', target.name] : ['--replace'];
    const restored = await stage.run('restore', file, ...words);
    expect(restored, restored.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toMatch(/^Ended: \d+ sign-ins? /m);

    const url = target?.url ?? stage.databaseUrl;
    expect((await corrections(url)).has('After the backup')).toBe(false);
    const back = await stage.serve(url);
    const refreshed = await back.post('/auth/refresh', {
      refreshToken: signIn.body.refreshToken as string,
    });
    expect(refreshed.status).toBe(401);
    await stage.change(back, 'After the restore');
    const [row] = await reading(url, (sql) =>
      sql<{ id: number }>('SELECT MAX(id) AS id FROM coach_usage_history'),
    );
    expect(row?.id).toBeGreaterThan(1_000_000);
    const jobs = await reading(url, (sql) => sql('SELECT state, last_error FROM coach_job'));
    expect(jobs).toEqual([{ state: 'dead', last_error: 'restored' }]);
    expect(await stage.runHere('verify')).toMatchObject({ code: 0 });
    const aside = /is now (\S+): delete/.exec(restored.stdout)?.[1];
    const old = target ? stage.databaseUrl : `sqlite:${aside}`;
    expect((await corrections(old)).get('Goes on')).toBe(1);
  });

  it(
    `that is taken under load restores to consistent books, ${BACKUPS} times`,
    async () => {
      const api = await stage.serve();
      const clients = Array.from(
        { length: CLIENTS },
        (_, n) => new RepeatingClient(`c${n}`, stage.tom),
      );
      let isOn = true;
      const working = clients.map((client) => client.goOn(api, () => isOn));
      let held = 0;
      for (let n = 0; n < BACKUPS; n += 1) {
        await sleep(300);
        const before = clients.flatMap((client) => client.acknowledged.map(({ key }) => key));
        const file = stage.file(n % 2 === 0 ? `load-${n}` : `load-${n}.gz`);
        const backup = await stage.run('backup', file);
        expect(backup, backup.stdout).toMatchObject({ code: 0, stderr: '' });
        expect((await stat(file)).mode & 0o777).toBe(0o600);

        const target = await stage.target(`load-${n}.db`);
        const restored = await stage.runHere('restore', file, '--into', target.name);
        expect(restored, restored.stdout).toMatchObject({ code: 0, stderr: '' });
        expect(restored.stdout).toMatch(/^OLD: the database in use has \d+ changes? more/m);
        expect(restored.stdout).toMatch('Its books: all laws hold.');
        expect(await reading(target.url, violations)).toEqual([]);
        const there = await corrections(target.url);
        expect(before.filter((key) => there.get(key) !== 1)).toEqual([]);
        held += there.size;
      }
      isOn = false;
      await Promise.all(working);
      const done = clients.flatMap((client) => client.acknowledged);
      expect(done).toHaveLength(clients.flatMap((client) => client.attempts).length);
      expect(held).toBeGreaterThan(0);
      const parts = (await readdir(stage.folder)).filter((name) => name.includes('.partial'));
      expect(parts).toEqual([]);
    },
    SIZED_TIMEOUT_MS,
  );

  it('is old as soon as there is a change that it lacks', async () => {
    const api = await stage.serve();
    const file = stage.file('old.gz');
    await stage.change(api);
    expect(await stage.runHere('backup', file)).toMatchObject({ code: 0 });
    const whole = await stage.runHere('restore', file, '--check');
    expect(whole, whole.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(whole.stdout).toMatch('It holds every change of the database in use.');
    expect(whole.stdout).toMatch(/^Newest of \d+ changes in it: activity \d+ of .*Z, 0 min ago$/m);

    await stage.change(api);
    const old = await stage.runHere('restore', file, '--check');
    expect(old, old.stdout).toMatchObject({ code: 1, stderr: '' });
    expect(old.stdout).toMatch(/^OLD: the database in use has 1 change more, the newest /m);
  });

  if (!isServerDatabase()) {
    it('is what cp makes of a database in use not', async () => {
      const api = await stage.serve();
      await stage.change(api);
      const file = stage.file('bare.db');
      await copyFile(stage.databaseUrl.slice('sqlite:'.length), file);
      // The -wal may have been written into the file already; this change was not there at all.
      await stage.change(api);
      const checked = await stage.runHere('restore', file, '--check');
      expect(checked, checked.stdout).toMatchObject({ code: 1, stderr: '' });
      expect(checked.stdout).toMatch(/^OLD: the database in use has \d+ changes? more/m);
      expect(checked.stdout).toMatch(/^NOT A BACKUP: /m);

      const other = await stage.target('from-cp.db');
      // As processes: Node 24 closes files of this one when it collects what had them open.
      const refused = await stage.run('restore', file, '--into', other.name);
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.stderr).toMatch(/add --anyway/);
      const restored = await stage.run('restore', file, '--into', other.name, '--anyway');
      expect(restored).toMatchObject({ stderr: '' });
      expect(restored.stdout).toMatch(/^Restored into /m);
      const living = await reading(other.url, (sql) =>
        sql('SELECT id FROM coach_refresh_token WHERE revoked_at IS NULL'),
      );
      expect(living).toEqual([]);
    });

    it('takes the place of no database that it is of', async () => {
      const database = stage.databaseUrl.slice('sqlite:'.length);
      const { ino } = await stat(database);
      for (const file of [database, `${database}-wal`, `${database}-journal`]) {
        const done = await stage.runHere('backup', file, '--replace');
        expect(done).toMatchObject({ code: 1, stdout: '' });
        expect(done.stderr).toMatch(/is the database itself, or a part of it/);
      }
      expect((await stat(database)).ino).toBe(ino);
    });
  }

  it('replaces no file that is there, unless told so', async () => {
    const file = stage.file('once');
    expect(await stage.runHere('backup', file)).toMatchObject({ code: 0 });
    const { ino } = await stat(file);
    const again = await stage.runHere('backup', file);
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toMatch(/^.*once exists already\. .*--replace\.\n$/);
    expect((await stat(file)).ino).toBe(ino);
    expect(await stage.runHere('backup', file, '--replace')).toMatchObject({ code: 0 });
    expect((await stat(file)).ino).not.toBe(ino);
  });
});
