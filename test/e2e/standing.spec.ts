import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { createMigratedDatabase } from '../support/database.js';
import { Devices } from '../support/devices.js';
import { booksOf, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { OldApp, PAGE } from '../support/old-app.js';
import { endSignIn, signedIn } from '../support/sign-ins.js';
import type { Studio } from '../support/studio.js';

/** Long enough for a request to come as far as the lock; if it does not, the guard refuses it. */
const ON_ITS_WAY_MS = 250;

/** A coach, a member of theirs, and a usage that may be undone. */
interface Scene {
  readonly ana: TestPerson;
  readonly tom: GivenMember;
  readonly usageId: number;
}

type Change = (api: Api, scene: Scene) => Promise<Answer>;
const CHANGES: [string, Change][] = [
  ['a workout', (api, { tom }) => api.startWorkout(tom)],
  ['a workout under a key', (api, { tom }) => api.startWorkout(tom, {}, { key: `w${tom.id}` })],
  ['a manual usage', (api, { tom }) => api.addUsage(tom, { reason: 'late' })],
  ['an undo', (api, { tom, usageId }) => api.undo(tom, usageId, { reason: 'wrong' })],
  ['a correction', (api, { tom }) => api.adjust(tom, { adjustment: 500, reason: 'mine' })],
  [
    'a correction of a package',
    (api, { tom: { id, packageId } }) =>
      api.adjust({ id }, { adjustment: 500, reason: 'mine', packageId }),
  ],
  [
    'an extension',
    (api, { tom: { id, packageId } }) =>
      api.patch(`/members/${id}/packages/${packageId}`, { expiresAt: '2029-01-01T00:00:00Z' }),
  ],
  [
    'an undo by the old app',
    (api, { tom, usageId }) =>
      new OldApp(api).post(PAGE, 'undo-session-usage', { usage_id: usageId, member_id: tom.id }),
  ],
  [
    'a correction by the old app',
    (api, { ana, tom }) =>
      new OldApp(api).post(PAGE, 'adjust-session-count', {
        ...{ member_id: tom.id, coach_id: ana.id, adjustment: 500, reason: 'mine' },
      }),
  ],
];

describe('somebody who waited', () => {
  let studio: Studio;
  let devices: Devices;

  beforeAll(async () => {
    // By its owner: what changes meanwhile is more than the product may.
    devices = await Devices.open({}, await createMigratedDatabase());
    ({ studio } = devices);
  });
  afterAll(() => studio.close());

  async function newScene(): Promise<Scene> {
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 9, expiresInDays: 30 });
    const usageDate = new Date(studio.clock.now().getTime() - 5 * 86_400_000);
    const used = await devices.asAdmin.addUsage(tom, {
      usageDate: usageDate.toISOString().slice(0, 10),
    });
    return { ana, tom, usageId: used.body.usage.id };
  }

  /** Holds the package, as a change of somebody else's does, and changes this before it is free. */
  async function changingMeanwhile(
    { tom }: Scene,
    request: () => Promise<Answer>,
    sql: string,
    values: (string | number)[],
  ): Promise<Answer> {
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    let goOn: () => void = () => undefined;
    const mayGoOn = new Promise<void>((resolve) => (goOn = resolve));
    const holding = studio.app.get(UnitOfWork).write(async (tx) => {
      await tx.lockedRows('SELECT p.id FROM coach_member_list p WHERE p.id = ?', [tom.packageId]);
      begun();
      await mayGoOn;
      await tx.write(sql, values);
      return { result: undefined };
    });
    await hasBegun;
    const answering = request();
    await sleep(ON_ITS_WAY_MS);
    goOn();
    await holding;
    return answering;
  }

  const packageOf = ({ tom }: Scene) =>
    studio.sql('SELECT * FROM coach_member_list WHERE id = ?', [tom.packageId]);

  async function expectNothingDone(
    scene: Scene,
    change: () => Promise<Answer>,
    code: string,
    sql: string,
    values: (string | number)[],
  ): Promise<void> {
    const before = await packageOf(scene);
    const { answer, rows } = await logged(studio, () =>
      changingMeanwhile(scene, change, sql, values),
    );
    expect([answer.status, answer.body.code ?? code]).toEqual([
      code === 'not_your_member' ? 403 : 401,
      code,
    ]);
    expect(rows.filter(({ outcome }) => outcome === 'done')).toEqual([]);
    const status = sql.includes('coach_member_list') ? { status: 'disconnected' } : {};
    expect(await packageOf(scene)).toEqual(before.map((row) => ({ ...row, ...status })));
  }

  describe.each(CHANGES)('for %s', (_, change) => {
    it('may do it as long as all is as it was', async () => {
      const scene = await newScene();
      const { api } = await signedIn(studio, scene.ana);
      expect((await change(api, scene)).status).toBeLessThan(300);
    });

    it('and lost the member changes nothing', async () => {
      const scene = await newScene();
      const { api } = await signedIn(studio, scene.ana);
      const disconnect = "UPDATE coach_member_list SET status = 'disconnected' WHERE id = ?";
      const id = [scene.tom.packageId];
      await expectNothingDone(scene, () => change(api, scene), 'not_your_member', disconnect, id);
    });

    it.each([
      ['signed out', 'UPDATE coach_sign_in SET ended_at = started_at WHERE family = ?', 'signIn'],
      ['demoted', 'UPDATE `user` SET user_type_id = 4 WHERE id = ?', 'person'],
    ])('and was %s changes nothing', async (__, sql, whose) => {
      const scene = await newScene();
      const { api, id } = await signedIn(studio, scene.ana);
      const values = [whose === 'signIn' ? id : scene.ana.id];
      await expectNothingDone(scene, () => change(api, scene), 'not_signed_in', sql, values);
    });

    it('and whose device token was revoked changes nothing', async () => {
      const scene = await newScene();
      const { api, id } = await devices.of(scene.ana);
      const revoke = 'UPDATE coach_device_token SET revoked_at = created_at WHERE id = ?';
      await expectNothingDone(scene, () => change(api, scene), 'not_signed_in', revoke, [id]);
    });
  });

  it('goes on with another package of the same member', async () => {
    const scene = await newScene();
    await studio.given.package(scene.tom, { coach: scene.ana, remaining: 1 });
    const { api } = await signedIn(studio, scene.ana);
    const correct: Change = (by, { tom: { id, packageId } }) =>
      by.adjust({ id }, { adjustment: 1, reason: 'a present', packageId });
    const disconnect = "UPDATE coach_member_list SET status = 'disconnected' WHERE id = ?";
    const id = [scene.tom.packageId];
    const answer = await changingMeanwhile(scene, () => correct(api, scene), disconnect, id);
    expect(answer.status).toBe(200);
  });
});

describe('somebody whose sign-in has ended', () => {
  let studio: Studio;
  let devices: Devices;

  beforeAll(async () => {
    devices = await Devices.open();
    ({ studio } = devices);
  });
  afterAll(() => studio.close());

  it('gets no answer of before again', async () => {
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 9 });
    const { api, id } = await signedIn(studio, ana);
    const send = () => api.adjust(tom, { adjustment: 1, reason: 'one' }, { key: 'before' });
    expect((await send()).status).toBe(200);
    expect((await send()).headers.get('idempotency-replayed')).toBe('true');
    await endSignIn(studio, id);
    const before = await booksOf(studio);
    const refused = await send();
    expect(refused).toBeProblem('not_signed_in');
    expect(refused.headers.get('idempotency-replayed')).toBeNull();
    expect(await booksOf(studio)).toEqual(before);
    const other = await signedIn(studio, ana);
    const again = await other.api.adjust(tom, { adjustment: 1, reason: 'one' }, { key: 'before' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('makes no device token, and revokes none', async () => {
    const admin = await studio.given.person('admin');
    const ana = await studio.given.coach();
    const phone = await devices.of(ana);
    const { api, id } = await signedIn(studio, admin);
    await endSignIn(studio, id);
    const before = await booksOf(studio);
    const made = await api.post('/auth/device-tokens', { userId: ana.id, label: 'mine' });
    expect(made).toBeProblem('not_signed_in');
    expect(await devices.revoke(phone, api)).toBeProblem('not_signed_in');
    expect(await booksOf(studio)).toEqual(before);
  });

  it.each([
    ['deleted', 'DELETE FROM `user` WHERE id = ?'],
    ['demoted', 'UPDATE `user` SET user_type_id = 4 WHERE id = ?'],
  ])('or whose account was %s, sells and adds nothing', async (_, sql) => {
    const [eve, ana] = [await studio.given.staff(), await studio.given.coach()];
    const tom = await studio.given.member();
    const { api } = await signedIn(studio, eve);
    const names = { firstName: 'Mal', lastName: 'Lory' };
    expect((await api.post('/members', { ...names, email: `${eve.id}@example.com` })).status).toBe(
      201,
    );
    await studio.sql(sql, [eve.id]);
    const before = await booksOf(studio);
    for (const answer of [
      await api.post(`/members/${tom.id}/packages`, { coachId: ana.id, sessions: 3 }),
      await api.post('/members', { ...names, email: `more.${eve.id}@example.com` }),
      await api.patch(`/members/${tom.id}`, { firstName: 'Tim' }),
    ]) {
      expect(answer).toBeProblem('not_signed_in');
    }
    expect(await booksOf(studio)).toEqual(before);
  });

  it('reads until the access token ends', async () => {
    const ana = await studio.given.coach();
    const { api, id } = await signedIn(studio, ana);
    await endSignIn(studio, id);
    expect((await api.get('/members')).status).toBe(200);
  });
});
