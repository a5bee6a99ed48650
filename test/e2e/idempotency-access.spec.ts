import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import { expectRefusal } from '../support/expectations.js';
import '../support/matchers.js';
import { rawRequest } from '../support/raw-http.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('an idempotency key', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  describe('opens no door', () => {
    it('to a coach who is not the member’s any more: the old answer is kept back', async () => {
      const { api, given } = studio;
      const [ana, admin] = [await given.coach(), api.as(await given.admin())];
      const tom = await given.member({ coach: ana, remaining: 5 });
      const send = () => api.as(ana).startWorkout(tom, {}, { key: 'before the end' });
      expect((await send()).status).toBe(201);

      const path = `/members/${tom.id}/packages/${tom.packageId}`;
      await admin.patch(path, { disconnected: true });
      const refused = await expectRefusal(studio, 'not_your_member', send);
      expect(refused.headers.get('idempotency-replayed')).toBeNull();

      await admin.patch(path, { disconnected: false });
      expect((await send()).headers.get('idempotency-replayed')).toBe('true');
    });

    it('to somebody who is not signed in, or is somebody else', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 5 });
      const options = { key: 'known to many' };
      await api.as(ana).startWorkout(tom, {}, options);

      expect(await api.startWorkout(tom, {}, options)).toBeProblem('not_signed_in');
      const eve = await given.coach();
      await expectRefusal(studio, 'not_your_member', () =>
        api.as(eve).startWorkout(tom, {}, options),
      );
    });

    it('to a coach whose role was taken away', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 5 });
      const options = { key: 'once a coach' };
      await api.as(ana).adjust(tom, { adjustment: 1, reason: 'one' }, options);
      const asMember = api.as({ id: ana.id, role: 'member' });
      await expectRefusal(studio, 'forbidden', () =>
        asMember.adjust(tom, { adjustment: 1, reason: 'one' }, options),
      );
    });
  });

  describe('has 1 to 128 printable characters', () => {
    it.each([
      ['a letter', 'k'],
      ['128 letters', 'k'.repeat(128)],
      ['a UUID', '0b9fdb4e-2f1a-4bd5-9f2c-7a4b0f9a3d11'],
      ['every printable character', `!"#$%&'()*+,-./0:;<=>?@A[\\]^_\`a{|}~ x`],
      ['SQL', `'; DROP TABLE coach_idempotency_key; --`],
    ])('%s is one', async (_, key) => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 5 });
      const send = () => api.as(ana).adjust(tom, { adjustment: 1, reason: 'one' }, { key });
      const [first, again] = [await send(), await send()];
      expect(first.status).toBe(200);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.text).toBe(first.text);
    });

    it.each([
      ['nothing', ''],
      ['spaces', '   '],
      ['129 letters', 'k'.repeat(129)],
      ['a letter with an accent', 'clé'],
      ['a tab', 'k\tk'],
      ['a letter of two bytes', Buffer.from('ключ', 'utf8').toString('latin1')],
    ])('%s is none', async (_, key) => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 5 });
      const answer = await rawRequest(api.as(ana), {
        method: 'POST',
        path: `/api/v1/members/${tom.id}/workouts`,
        headers: { 'Idempotency-Key': key, 'Content-Type': 'application/json' },
        body: '{}',
      });
      expect(answer).toBeProblem('validation_failed');
      expect(answer.body.errors).toMatchObject([{ in: 'header', field: 'Idempotency-Key' }]);
      expect((await api.as(ana).member(tom)).body.packages[0].remaining).toBe(5);
    });

    it('two of them at once are one key that nobody else has', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 5 });
      const headers = { 'Idempotency-Key': 'one, two' };
      const first = await api.as(ana).startWorkout(tom, {}, { headers });
      expect(first.status).toBe(201);
      const alone = await api.as(ana).startWorkout(tom, {}, { key: 'one' });
      expect(alone.headers.get('idempotency-replayed')).toBeNull();
    });
  });

  describe('sent by many at once', () => {
    it('is one execution, and the same answer for all', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 5 });
      const adjust = () =>
        api.as(ana).adjust(tom, { adjustment: 1, reason: 'one' }, { key: 'eight at once' });
      const answers = await Promise.all(Array.from({ length: 8 }, adjust));

      expect(answers.map((answer) => answer.status)).toEqual(new Array(8).fill(200));
      expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
      const replays = answers.filter((answer) => answer.headers.has('idempotency-replayed'));
      expect(replays).toHaveLength(7);
      expect((await api.as(ana).member(tom)).body.packages[0].remaining).toBe(6);
    });

    it('is one execution each for 20 keys, 8 at once', async () => {
      const { api, given, sql } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 100 });
      const asAna = api.as(ana);
      const adjust = (i: number) =>
        asAna.adjust(tom, { adjustment: 1, reason: `no ${i}` }, { key: `twenty ${i}` });
      const keys = Array.from({ length: 20 }, (_, i) => i);
      const answers: Answer[][] = [];
      // Three keys at once are fewer requests than any machine refuses.
      for (let at = 0; at < keys.length; at += 3) {
        const atOnce = keys
          .slice(at, at + 3)
          .map((i) => Array.from({ length: 8 }, () => adjust(i)));
        answers.push(...(await Promise.all(atOnce.map((ofKey) => Promise.all(ofKey)))));
      }

      for (const ofKey of answers) {
        expect(ofKey.map((answer) => answer.status)).toEqual(new Array(8).fill(200));
        expect(new Set(ofKey.map((answer) => answer.text)).size).toBe(1);
      }
      const balances = answers.map(([answer]) => answer?.body.usage.balanceAfter as number);
      expect(balances.toSorted((a, b) => a - b)).toEqual(keys.map((i) => 101 + i));
      const logged = await sql<{ n: number }>(
        'SELECT COUNT(*) AS n FROM admin_activity_log WHERE action = ? AND package_id = ?',
        ['balance.adjusted', tom.packageId],
      );
      expect(Number(logged[0]?.n)).toBe(20);
    });

    it('with different requests is one execution, and a refusal of the others', async () => {
      const { api, given } = studio;
      const ana = await given.coach();
      const tom = await given.member({ coach: ana, remaining: 50 });
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          api.as(ana).adjust(tom, { adjustment: i + 1, reason: 'a race' }, { key: 'a race' }),
        ),
      );
      const done = answers.filter((answer) => answer.status === 200);
      expect(done).toHaveLength(1);
      for (const answer of answers.filter((one) => !done.includes(one))) {
        expect(answer).toBeProblem('idempotency_key_reused');
      }
      const { body } = await api.as(ana).member(tom);
      expect(body.packages[0].remaining).toBe(done[0]?.body.package.remaining);
    });
  });
});
