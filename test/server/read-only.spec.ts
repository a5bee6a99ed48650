import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import type { Answer, TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import type { GivenMember } from '../support/given.js';
import { type MariadbServer, startMariadb } from '../support/mariadb-server.js';
import { sendSignal } from '../support/signals.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const WITHIN = { timeout: 20_000 };

/* A server of this test's own, and a user who may not write where the server only reads. */
describe('a server that takes no changes', () => {
  let server: MariadbServer;
  let root: Connection;
  let studio: Studio;
  let log: { text: string };
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    server = await startMariadb();
    root = await createConnection(server.base.replace(/^mariadb:/, 'mysql:'));
    await root.query('CREATE DATABASE coach');
    await root.query("CREATE USER 'app'@'127.0.0.1' IDENTIFIED BY 'only-for-this-test'");
    await root.query("GRANT ALL ON coach.* TO 'app'@'127.0.0.1'");
    const { port } = new URL(server.base);
    const databaseUrl = `mariadb://app:only-for-this-test@127.0.0.1:${port}/coach`;
    await migrate(databaseUrl);
    studio = await openStudio({ databaseUrl, env: { LOG_LEVEL: 'error' } });
    log = captureLog(studio);
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 1 });
  });
  afterAll(async () => {
    await studio.close();
    await root.end();
    await server.stop();
  });

  const ready = async () => (await studio.api.get('/health/ready')).status;
  const change = (): Promise<Answer> =>
    studio.api.as(ana).adjust(tom, { adjustment: 1, reason: 'one more' });

  async function untilNotReady(): Promise<void> {
    await expect.poll(ready, WITHIN).toBe(503);
  }

  async function isServedAgain(): Promise<void> {
    await expect.poll(ready, WITHIN).toBe(200);
    expect((await change()).status).toBe(200);
  }

  it('is not ready, though it reads', async () => {
    expect(await ready()).toBe(200);
    await root.query('SET GLOBAL read_only = 1');
    await untilNotReady();
    log.text = '';
    const answer = await change();
    expect(answer).toBeProblem('unavailable');
    expect(answer.body.detail).toContain('takes no changes');
    expect(log.text.trim().split('\n')).toHaveLength(1);
    expect(log.text).toContain('1290');
    expect(log.text).not.toContain('"stack"');
    expect((await studio.api.as(ana).member(tom)).status).toBe(200);
    await root.query('SET GLOBAL read_only = 0');
    await isServedAgain();
  });

  it('is not ready while somebody locks all tables, as some backups do', async () => {
    await root.query('FLUSH TABLES WITH READ LOCK');
    await untilNotReady();
    await root.query('UNLOCK TABLES');
    await isServedAgain();
  });

  it('is not ready while it is frozen, and says so in time', async () => {
    sendSignal(server.pid, 'SIGSTOP');
    try {
      await untilNotReady();
      const since = performance.now();
      expect(await ready()).toBe(503);
      expect(performance.now() - since).toBeLessThan(3_000);
      expect((await studio.api.get('/health/live')).status).toBe(200);
    } finally {
      sendSignal(server.pid, 'SIGCONT');
    }
    await isServedAgain();
  });

  it.each([1114, 1021, 1026, 3])('is not ready behind a change that met %i: no room', async (n) => {
    await root.query(`
      CREATE OR REPLACE TRIGGER coach.full BEFORE INSERT ON coach.admin_activity_log FOR EACH ROW
      SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = ${n}, MESSAGE_TEXT = 'There is no room left'`);
    log.text = '';
    const answer = await change();
    expect(answer).toBeProblem('unavailable');
    expect(answer.body.detail).toContain('no room left');
    expect(log.text.trim().split('\n')).toHaveLength(1);
    expect(log.text).toContain(String(n));
    expect(await ready()).toBe(503);
    await root.query('DROP TRIGGER coach.full');
    // A change that gets through shows it at once, the time that passes a little later.
    expect((await change()).status).toBe(200);
    await expect.poll(ready).toBe(200);
  });

  it('is ready while all connections for requests are in use', async () => {
    const { databaseUrl, config } = studio;
    const one = await openStudio({
      databaseUrl,
      env: { DATABASE_POOL_SIZE: '1', JWT_SECRET: config.jwtSecret },
    });
    await root.query('BEGIN');
    await root.query('SELECT id FROM coach.coach_member_list WHERE id = ? FOR UPDATE', [
      tom.packageId,
    ]);
    const waiting = one.api.as(ana).adjust(tom, { adjustment: 1, reason: 'waits for a lock' });
    await sleep(200);
    const since = performance.now();
    expect((await one.api.get('/health/ready')).status).toBe(200);
    expect(performance.now() - since).toBeLessThan(2_000);
    await root.query('ROLLBACK');
    expect((await waiting).status).toBe(200);
    await one.close();
  });
});
