import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Api, type TestPerson } from '../support/api.js';
import { Listener } from '../support/listener.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { openDatabase } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const STOPS_WITHIN_MS = 5_000;
/** What is told of them is more than the operating system keeps for who does not read. */
const PACKAGES = 8_192;

describe('SIGTERM with open streams', () => {
  let studio: Studio;
  let people: TestPerson[];
  let product: Product | undefined;

  beforeAll(async () => {
    await ensureBuilt();
    studio = await openStudio();
    const { given, sql } = studio;
    people = await Promise.all(Array.from({ length: 5 }, () => given.staff()));
    const coach = await given.coach(`${'A'.repeat(90)} ${'B'.repeat(90)}`);
    await given.member({ coach, remaining: 5 });
    const columns = `coach_id, member_id, status, coach_approval, staff_approval, requested_at,
      remaining_sessions, rate_type, granted_sessions, booked_sessions, version`;
    for (let count = 1; count < PACKAGES; count *= 2) {
      await sql(
        `INSERT INTO coach_member_list (${columns}) SELECT ${columns} FROM coach_member_list`,
      );
    }
    await studio.close();
  });
  afterEach(() => endProduct(product));

  /** A client that opens a stream and never reads what comes. */
  async function deafClient(api: Api): Promise<Socket> {
    const { hostname, port } = new URL(api.base);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    const head = ['GET /api/v1/events HTTP/1.1', 'Host: localhost'];
    socket.write(
      [...head, `Authorization: ${api.authorization.Authorization}`, '', ''].join('\r\n'),
    );
    await once(socket, 'readable');
    socket.pause();
    return socket;
  }

  it('tells every listener, and ends in time, whoever does not read', async () => {
    const { databaseUrl, config, app } = studio;
    const running = await startProduct({
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      STUDIO_TIME_ZONE: config.studioTimeZone,
      JWT_SECRET: config.jwtSecret,
      SHUTDOWN_GRACE_SECONDS: '1',
    });
    product = running;
    const api = new Api(running.base, app);
    const listeners = await Promise.all(people.map((one) => Listener.openAndSee(api.as(one))));
    const deaf = await Promise.all(people.map((one) => deafClient(api.as(one))));
    const { sql, close } = await openDatabase(databaseUrl);
    await sql('UPDATE coach_member_list SET remaining_sessions = 4');
    await close();
    for (const listener of listeners) {
      await listener.until(() => listener.named('package').length === PACKAGES);
    }

    const signalledAt = performance.now();
    running.signal('SIGTERM');
    for (const listener of listeners) {
      expect(await listener.untilNamed('end')).toEqual({ reason: 'server_stopping' });
      await listener.untilClosed();
    }
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    expect(performance.now() - signalledAt).toBeLessThan(STOPS_WITHIN_MS);
    for (const socket of deaf) socket.destroy();
  });
});
