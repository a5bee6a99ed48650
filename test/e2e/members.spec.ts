import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import {
  expectInvalid,
  expectNothingDone,
  expectRefusal,
  logged,
} from '../support/expectations.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const TOM = { firstName: 'Tom', lastName: 'Baker' };

describe('members', () => {
  let studio: Studio;
  let admin: Api;
  let staffPerson: TestPerson;
  let staff: Api;
  let count = 0;

  beforeAll(async () => {
    studio = await openStudio();
    admin = studio.api.as(await studio.given.admin());
    staffPerson = await studio.given.staff();
    staff = (await signedIn(studio, staffPerson)).api;
  });
  afterAll(() => studio.close());

  function newEmail(): string {
    count += 1;
    return `tom.${count}@example.com`;
  }

  describe('are created', () => {
    it('by staff and admins, and the log says by whom', async () => {
      const email = newEmail();
      const { answer, rows } = await logged(studio, () =>
        staff.post('/members', { ...TOM, email: ` ${email.toUpperCase()} ` }),
      );
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        id: answer.body.id,
        ...TOM,
        email,
        ...{ phone: null, note: null, emailBouncedAt: null },
        ...{ packages: [], lastPackage: null, payment: null },
        attention: [],
        totals: { usages: 0, activeUsages: 0, undoneUsages: 0, adjustments: 0 },
        usedToday: false,
        lastActivityAt: null,
      });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        action: 'member.created',
        outcome: 'done',
        status: 201,
        actor_id: staffPerson.id,
        member_id: answer.body.id,
        before: null,
        after: { ...TOM, email },
      });
      expect((await admin.post('/members', { ...TOM, email: newEmail() })).status).toBe(201);
      expect(await admin.member(answer.body)).toMatchObject({ status: 200, body: answer.body });
    });

    it('cannot sign in until whoever keeps the accounts gives them a password', async () => {
      const email = newEmail();
      await staff.post('/members', { ...TOM, email });
      for (const guess of ['!', 'training-day']) {
        const refused = await studio.api.post('/auth/login', { email, password: guess });
        expect(refused).toBeProblem('sign_in_failed');
      }
    });

    it('with names of any alphabet, kept as they are', async () => {
      const names = { firstName: 'Nguyễn "Zoë" 🏋️', lastName: "O'Brien-Łódź <b>" };
      const { body } = await staff.post('/members', { ...names, email: newEmail() });
      expect((await staff.member(body)).body).toMatchObject(names);
    });

    it('once, where the key is the same', async () => {
      const body = { ...TOM, email: newEmail() };
      const first = await staff.post('/members', body, { key: 'create tom' });
      const again = await staff.post('/members', body, { key: 'create tom' });
      expect([again.status, again.body]).toEqual([201, first.body]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    });

    it('but never with an e-mail address that somebody has', async () => {
      const coach = await studio.given.coach();
      const email = newEmail();
      await staff.post('/members', { ...TOM, email });
      for (const taken of [email, email.toUpperCase(), coach.email]) {
        await expectRefusal(studio, 'email_taken', () =>
          staff.post('/members', { ...TOM, email: taken }),
        );
      }
    });

    it('once, of eight at once with one e-mail address', async () => {
      for (let round = 0; round < 5; round += 1) {
        const email = newEmail();
        const { rows } = await logged(studio, async () => {
          const answers = await Promise.all(
            Array.from({ length: 8 }, () => staff.post('/members', { ...TOM, email })),
          );
          const refused = answers.filter(({ status }) => status !== 201);
          expect(refused).toHaveLength(7);
          for (const answer of refused) expect(answer).toBeProblem('email_taken');
          return answers[0] ?? Promise.reject(new Error('no answer'));
        });
        expect(rows.map((row) => row.outcome).toSorted()).toEqual([
          'done',
          ...new Array<string>(7).fill('refused'),
        ]);
      }
    });

    it('not by coaches, members or nobody', async () => {
      const body = { ...TOM, email: newEmail() };
      for (const person of [await studio.given.coach(), await studio.given.member()]) {
        const attempt = () => studio.api.as(person).post('/members', body);
        await expectRefusal(studio, 'forbidden', attempt);
      }
      expect(await studio.api.post('/members', body)).toBeProblem('not_signed_in');
    });

    it.each([
      ['firstName', { firstName: '' }],
      ['firstName', { firstName: '   ' }],
      ['firstName', { firstName: undefined }],
      ['firstName', { firstName: 7 }],
      ['lastName', { lastName: 'x'.repeat(101) }],
      ['lastName', { lastName: null }],
      ['lastName', { lastName: 'a\u0000b' }],
      ['lastName', { lastName: 'half \ud83c a ball' }],
      ['email', { email: 'not an address' }],
      ['email', { email: `${'x'.repeat(190)}@example.com` }],
      ['email', { email: '' }],
      ['password', { password: 'a good long one' }],
      ['role', { role: 'admin' }],
      ['id', { id: 1 }],
    ])('not with a wrong %s: %j', async (field, change) => {
      const body = { ...TOM, email: newEmail(), ...change };
      await expectInvalid(studio, field, () => staff.post('/members', body));
    });
  });

  describe('are changed', () => {
    it('by staff, and the log says what was before', async () => {
      const email = newEmail();
      const { body: tom } = await staff.post('/members', { ...TOM, email });
      const { answer, rows } = await logged(studio, () =>
        staff.patch(`/members/${tom.id}`, { lastName: 'Baker-Silva' }),
      );
      expect(answer).toMatchObject({ status: 200, body: { ...tom, lastName: 'Baker-Silva' } });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({
        action: 'member.changed',
        member_id: tom.id,
        before: { ...TOM, email },
        after: { ...TOM, email, lastName: 'Baker-Silva' },
      });
    });

    it('not where there is nothing to change', async () => {
      const email = newEmail();
      const { body: tom } = await staff.post('/members', { ...TOM, email });
      const same = { ...TOM, email: email.toUpperCase() };
      await expectNothingDone(studio, () => staff.patch(`/members/${tom.id}`, {}));
      await expectNothingDone(studio, () => staff.patch(`/members/${tom.id}`, same));
    });

    it('to a free e-mail address only', async () => {
      const [mine, other] = [newEmail(), newEmail()];
      const { body: tom } = await staff.post('/members', { ...TOM, email: mine });
      await staff.post('/members', { ...TOM, email: other });
      const change = (email: string) => staff.patch(`/members/${tom.id}`, { email });
      await expectRefusal(studio, 'email_taken', () => change(other.toUpperCase()));
      expect((await change(newEmail())).status).toBe(200);
      expect((await staff.post('/members', { ...TOM, email: mine })).status).toBe(201);
    });

    it('to one e-mail address by one of many at once', async () => {
      const members = [];
      for (let index = 0; index < 8; index += 1) members.push(await studio.given.member());
      const email = newEmail();
      const answers = await Promise.all(
        members.map(({ id }) => staff.patch(`/members/${id}`, { email })),
      );
      const refused = answers.filter(({ status }) => status !== 200);
      expect(refused).toHaveLength(7);
      for (const answer of refused) expect(answer).toBeProblem('email_taken');
    });

    it('only where they are members', async () => {
      const coach = await studio.given.coach();
      for (const id of [coach.id, 2_147_483_647]) {
        const attempt = () => admin.patch(`/members/${id}`, { firstName: 'Eve' });
        await expectRefusal(studio, 'member_not_found', attempt);
      }
    });

    it('not by coaches or by themselves', async () => {
      const ana = await studio.given.coach();
      const tom = await studio.given.member({ coach: ana });
      for (const person of [ana, tom]) {
        const attempt = () => studio.api.as(person).patch(`/members/${tom.id}`, TOM);
        await expectRefusal(studio, 'forbidden', attempt);
      }
    });

    it.each([
      ['firstName', { firstName: null }],
      ['email', { email: 'nowhere' }],
      ['password', { password: 'a good long one' }],
    ])('not with a wrong %s: %j', async (field, body) => {
      const tom = await studio.given.member();
      await expectInvalid(studio, field, () => staff.patch(`/members/${tom.id}`, body));
    });
  });

  it.each(['0', '-1', '1.5', 'abc', '2147483648', '1e3', '%00'])('have no id %s', async (id) => {
    expect(await admin.get(`/members/${id}`)).toBeProblem('validation_failed');
  });
});
