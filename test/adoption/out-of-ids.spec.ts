import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RefreshToken } from '../../src/auth/refresh-token.entity.js';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import { booksOf, logOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import '../support/matchers.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

/** The last two ids of 32 bits are still given out. */
const NEXT_ID = 2_147_483_646;
const LAST_ID = NEXT_ID + 1;

interface Scene {
  readonly studio: Studio;
  readonly admin: TestPerson;
  /** The admin who has just signed in. */
  readonly office: Api;
  readonly ana: TestPerson;
  readonly tom: GivenMember;
}

async function setUp(): Promise<Scene> {
  const studio = await openStudio({ env: { LOG_LEVEL: 'error' } });
  const [admin, ana] = [await studio.given.admin(), await studio.given.coach()];
  const { api: office } = await signedIn(studio, admin);
  return {
    studio,
    admin,
    office,
    ana,
    tom: await studio.given.member({ coach: ana, remaining: 10 }),
  };
}

const setNextId = (studio: Studio, table: string, id: number) =>
  studio.sql(`ALTER TABLE \`${table}\` AUTO_INCREMENT = ${id}`);

let count = 0;
const adjust = ({ studio, ana, tom }: Scene, options = {}) =>
  studio.api.as(ana).adjust(tom, { adjustment: 1, reason: 'a present' }, options);

/** What takes an id of a table, one a request. */
const TAKING: readonly (readonly [table: string, take: (scene: Scene) => Promise<Answer>])[] = [
  [
    'user',
    ({ studio, admin }) => {
      const email = `uma.${(count += 1)}@example.com`;
      const uma = { firstName: 'Uma', lastName: 'New', email };
      return studio.api.as(admin).post('/members', uma);
    },
  ],
  [
    'coach_member_list',
    ({ studio, admin, ana, tom }) => {
      const sale = { coachId: ana.id, sessions: 5 };
      return studio.api.as(admin).post(`/members/${tom.id}/packages`, sale);
    },
  ],
  ['coach_usage_history', (scene) => adjust(scene)],
  ['admin_activity_log', (scene) => adjust(scene, { key: `key-${(count += 1)}` })],
  [
    'coach_device_token',
    ({ office, tom }) => office.post('/auth/device-tokens', { userId: tom.id, label: 'A phone' }),
  ],
];

describe.each(TAKING)('where %s has no id left', (table, take) => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await setUp();
    await setNextId(scene.studio, table, NEXT_ID);
  });
  afterAll(() => scene.studio.close());

  it('the last ones are given out, then it is 503, and one line of the log says why', async () => {
    const { studio } = scene;
    for (const id of [NEXT_ID, LAST_ID]) {
      expect(Math.floor((await take(scene)).status / 100)).toBe(2);
      const [row] = await studio.sql(`SELECT MAX(id) AS id FROM \`${table}\``);
      expect(Number(row?.id)).toBe(id);
    }
    const before = [await booksOf(studio), await logOf(studio)];

    for (let again = 0; again < 3; again += 1) {
      const log = captureLog(studio);
      const answer = await take(scene);
      expect(answer).toBeProblem('unavailable');
      expect(answer.headers.get('retry-after')).toBe('60');
      const lines = log.text.trim().split('\n');
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(`The table ${table} has no id left for a new row.`);
    }
    expect([await booksOf(studio), await logOf(studio)]).toEqual(before);
    expect(await violations(studio.sql)).toEqual([]);
  });

  it('everything can be read, and what takes no id of it goes on', async () => {
    const { studio, ana, tom } = scene;
    const asAna = studio.api.as(ana);
    expect((await asAna.member(tom)).status).toBe(200);
    expect((await asAna.history(tom)).status).toBe(200);
    expect((await asAna.activity()).status).toBe(200);
    const isNeeded = ['coach_usage_history', 'admin_activity_log'].includes(table);
    expect((await adjust(scene)).status).toBe(isNeeded ? 503 : 200);
  });
});

describe('where idempotency records, refresh tokens and tickets are past 32 bits', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await setUp();
    for (const table of ['idempotency_key', 'refresh_token', 'stream_ticket']) {
      await setNextId(scene.studio, `coach_${table}`, NEXT_ID);
    }
  });
  afterAll(() => scene.studio.close());

  it('changes go on, with a key and without, and are answered again', async () => {
    for (let n = 0; n < 4; n += 1) {
      expect((await adjust(scene)).status).toBe(200);
      const first = await adjust(scene, { key: `k${n}` });
      const again = await adjust(scene, { key: `k${n}` });
      expect([first.status, again.text]).toEqual([200, first.text]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    }
  });

  it('people sign in, renew their tokens and open streams', async () => {
    const { studio } = scene;
    const password = 'correct horse battery';
    const hash = await studio.app.get(Passwords).hash(password);
    const { email } = await studio.given.person('coach', 'Ben Ōkami', hash);
    const begun = await studio.api.post('/auth/login', { email, password });
    let { refreshToken } = begun.body as { refreshToken: string };
    for (let n = 0; n < 4; n += 1) {
      const renewed = await studio.api.post('/auth/refresh', { refreshToken });
      expect(renewed.status).toBe(200);
      ({ refreshToken } = renewed.body as { refreshToken: string });
      const api = studio.api.as(scene.ana);
      const { status } = await api.post('/events/tickets', undefined, { raw: '' });
      expect(status).toBe(201);
    }
    const order = { id: 'DESC' } as const;
    const [last] = await studio.app.get(DataSource).manager.find(RefreshToken, { order, take: 1 });
    // A number, although the driver gives long ids as text.
    expect(last?.id).toBeGreaterThan(LAST_ID);
  });
});
