import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import { expectRefusal, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { PASSWORD, PeopleStage, type SignedInPerson, tokenOf } from '../support/people.js';
import { askForDeviceToken } from '../support/sign-ins.js';
import type { Studio } from '../support/studio.js';
import { trafficOf } from '../support/traffic.js';

describe('somebody who is switched off', () => {
  let stage: PeopleStage;
  let studio: Studio;

  beforeAll(async () => {
    stage = await PeopleStage.open();
    ({ studio } = stage);
  });
  afterAll(() => studio.close());

  const off = (person: SignedInPerson['person']) => stage.change(person, { disabled: true });
  const refresh = (refreshToken: string) => studio.api.post('/auth/refresh', { refreshToken });

  it('is out everywhere: reads, changes, streams, devices, links, refreshes', async () => {
    const ana = await stage.signedIn('coach');
    const device = await askForDeviceToken(studio, stage.admin.person, {
      ...{ userId: ana.person.id, label: 'A phone' },
    });
    const phone = studio.api.withToken(device.body.token as string);
    const link = await stage.admin.api.post(`/people/${ana.person.id}/invite`);
    const stream = await Listener.openAndSee(ana.api);
    const { answer, rows } = await logged(studio, () => off(ana.person));
    expect(answer.body).toMatchObject({ state: 'disabled', role: 'coach' });
    expect(answer.body.disabledAt).toBe(studio.clock.now().toISOString());
    const [userId, actor] = [ana.person.id, { actor_id: stage.admin.person.id }];
    expect(rows).toMatchObject([
      {
        ...{ action: 'person.disabled', ...actor },
        ...{ before: { userId, disabled: false }, after: { userId, disabled: true } },
      },
      { action: 'auth.sign_ins_ended', ...actor, code: 'disabled', before: { userId, count: 1 } },
      { action: 'device_token.revoked', ...actor },
    ]);

    expect(await phone.get('/auth/me')).toBeProblem('not_signed_in');
    expect(await refresh(ana.refreshToken)).toBeProblem('refresh_token_invalid');
    const redeemed = { token: tokenOf(link), password: 'nine blue kettles' };
    const used = await studio.api.post('/auth/links/redeem', redeemed);
    expect(used).toBeProblem('link_invalid');
    expect(await ana.api.post('/events/tickets')).toBeProblem('not_signed_in');
    expect(await stream.untilNamed('end')).toEqual({ reason: 'access_ended' });
    stream.leave();
    await stage.look();
    expect(await ana.api.get('/members')).toBeProblem('not_signed_in');
  });

  it('is told what a wrong password is told, and is counted as one', async () => {
    const { person } = await stage.signedIn('coach');
    const wrong = await stage.signIn(person, 'not the password');
    await off(person);
    const { answer, rows } = await logged(studio, () => stage.signIn(person));
    expect(answer).toBeProblem('sign_in_failed');
    const told = ({ body }: typeof wrong) => ({ ...body, requestId: '' }) as object;
    expect(told(answer)).toEqual(told(wrong));
    expect(rows).toMatchObject([{ outcome: 'refused', code: 'sign_in_failed' }]);
    const sent = async (password: string) =>
      (await trafficOf(studio, () => stage.signIn(person, password))).messages.flat();
    expect((await sent(PASSWORD)).length).toBe((await sent('not the password')).length);
  });

  it('is no coach to sell packages with, and is offered to nobody', async () => {
    const { person: coach } = await stage.signedIn('coach', 'Nils Gone');
    const member = await studio.given.member({ name: 'Tom Baker' });
    const sell = () =>
      stage.admin.api.post(`/members/${member.id}/packages`, {
        ...{ coachId: coach.id, sessions: 10, expiresAt: null },
      });
    const offered = async () => {
      const { body } = await stage.admin.api.get('/coaches?search=Gone');
      return (body.data as { id: number }[]).map(({ id }) => id);
    };
    expect(await offered()).toEqual([coach.id]);
    await off(coach);
    expect(await offered()).toEqual([]);
    await expectRefusal(studio, 'person_not_active', sell);
    await stage.change(coach, { disabled: false });
    expect(await offered()).toEqual([coach.id]);
    expect(await sell()).toMatchObject({ status: 201 });
  });

  it('has sold nothing at the same moment: either is refused', async () => {
    const member = await studio.given.member({ name: 'Ben Baker' });
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const { person: coach } = await stage.signedIn('coach');
      const sold = { coachId: coach.id, sessions: 10, expiresAt: null };
      const both = [
        () => stage.admin.api.post(`/members/${member.id}/packages`, sold),
        () => off(coach),
      ];
      if (round % 2 === 1) both.reverse();
      const answers = await Promise.all(both.map((one) => one()));
      if (round % 2 === 1) answers.reverse();
      outcomes.add(answers.map(({ status }) => status).join(' '));
    }
    expect([...outcomes].filter((one) => one !== '201 409' && one !== '409 200')).toEqual([]);
  });

  it('has no packages that come back to life, but counts are put right', async () => {
    const { person: coach } = await stage.signedIn('coach');
    const tom = await studio.given.member({ coach, remaining: 5 });
    const spent = await studio.given.member({ coach, remaining: 0, expiresInDays: 10 });
    const change = (member: GivenMember, body: object) =>
      stage.admin.api.patch(`/members/${member.id}/packages/${member.packageId}`, body);
    const approvals = (staff: string) => ({ approvals: { staff } });
    const expiresAt = (days: number) => {
      const at = studio.clock.now().getTime() + days * DAY_MS;
      return { expiresAt: new Date(at).toISOString() };
    };
    const ways = [
      [{ disconnected: true }, { disconnected: false }],
      [approvals('rejected'), approvals('approved')],
      [approvals('rejected'), approvals('pending')],
      [expiresAt(-1), expiresAt(30)],
      [expiresAt(-1), { expiresAt: null }],
    ] as const;
    for (const [end, revive] of ways) {
      expect((await change(tom, end)).status).toBe(200);
      expect((await off(coach)).status).toBe(200);
      await expectRefusal(studio, 'person_not_active', () => change(tom, revive));
      // What stays over may be changed, and so may what is only taken away.
      expect((await change(tom, expiresAt(-2))).status).toBe(200);
      expect((await change(spent, expiresAt(20))).status).toBe(200);
      expect((await change(spent, expiresAt(10))).status).toBe(200);
      expect((await stage.change(coach, { disabled: false })).status).toBe(200);
      expect((await change(tom, { ...revive, expiresAt: null })).status).toBe(200);
      expect((await change(tom, approvals('approved'))).status).toBe(200);
    }
    expect((await change(tom, { disconnected: true })).status).toBe(200);
    expect((await off(coach)).status).toBe(200);
    const corrected = { adjustment: 1, reason: 'counted twice' };
    expect((await stage.admin.api.adjust(spent, corrected)).status).toBe(200);
    // What goes on by now may go on for longer.
    expect((await change(spent, expiresAt(30))).status).toBe(200);
  });

  it('has nothing reconnected at the same moment: either is refused', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const { person: coach } = await stage.signedIn('coach');
      const tom = await studio.given.member({ coach, remaining: 5 });
      const connect = (disconnected: boolean) =>
        stage.admin.api.patch(`/members/${tom.id}/packages/${tom.packageId}`, { disconnected });
      await connect(true);
      const both = [() => connect(false), () => off(coach)];
      if (round % 2 === 1) both.reverse();
      const answers = await Promise.all(both.map((one) => one()));
      if (round % 2 === 1) answers.reverse();
      outcomes.add(answers.map(({ status }) => status).join(' '));
    }
    expect([...outcomes].filter((one) => one !== '200 409' && one !== '409 200')).toEqual([]);
  });

  it('may not have begun a change: it is refused behind its lock', async () => {
    const ana = await stage.signedIn('staff');
    await off(ana.person);
    // By a token that names no sign-in, so that none is found to have ended.
    const answer = await studio.api.as(ana.person).post('/members', {
      ...{ firstName: 'Tom', lastName: 'Late', email: 'late@example.com' },
    });
    expect(answer).toBeProblem('not_signed_in');
    expect(await studio.sql("SELECT id FROM `user` WHERE email = 'late@example.com'")).toEqual([]);
  });

  it('gets no link, and is let in again by the old password, with nothing of before', async () => {
    const ana = await stage.signedIn('coach');
    await off(ana.person);
    const path = `/people/${ana.person.id}/invite`;
    await expectRefusal(studio, 'person_not_active', () => stage.admin.api.post(path));
    // As if it had begun while they were switched off: the password was looked at before.
    await studio.sql('UPDATE coach_refresh_token SET revoked_at = NULL WHERE user_id = ?', [
      ana.person.id,
    ]);
    await studio.sql('UPDATE coach_sign_in SET ended_at = NULL WHERE user_id = ?', [ana.person.id]);
    expect(await refresh(ana.refreshToken)).toBeProblem('account_not_active');
    const { rows, answer } = await logged(studio, () =>
      stage.change(ana.person, { disabled: false }),
    );
    expect(answer.body).toMatchObject({ state: 'active', disabledAt: null });
    expect(rows[0]).toMatchObject({ action: 'person.enabled', after: { disabled: false } });
    expect(await refresh(ana.refreshToken)).toBeProblem('refresh_token_invalid');
    const again = await stage.signIn(ana.person);
    await stage.look();
    const api = studio.api.withToken(again.body.accessToken as string);
    expect((await api.get('/members')).status).toBe(200);
  });

  it('still has members: then it is refused, and says how many', async () => {
    const { person: coach } = await stage.signedIn('coach');
    const [tom, uma] = [await studio.given.member({ coach }), await studio.given.member({ coach })];
    for (const body of [{ disabled: true }, { role: 'staff' }]) {
      const refuse = () => stage.change(coach, body);
      const { body: problem } = await expectRefusal(studio, 'coach_has_members', refuse);
      expect(problem.members).toBe(2);
    }
    for (const one of [tom, uma]) {
      const path = `/members/${one.id}/packages/${one.packageId}`;
      await stage.admin.api.patch(path, { disconnected: true });
    }
    expect((await off(coach)).status).toBe(200);
  });
});

describe('somebody who is signed out by an admin', () => {
  it('signs in again, and what they had opens nothing', async () => {
    const stage = await PeopleStage.open();
    const { studio } = stage;
    const ana = await stage.signedIn('coach');
    const path = `/people/${ana.person.id}/sign-out`;
    const { answer, rows } = await logged(studio, () => stage.admin.api.post(path));
    expect(answer.status).toBe(204);
    expect(rows.map(({ action }) => action)).toEqual(['auth.sign_ins_ended', 'person.signed_out']);
    const again = await stage.signIn(ana.person);
    await stage.look();
    expect(await ana.api.get('/members')).toBeProblem('not_signed_in');
    const { refreshToken } = ana;
    const refreshed = await studio.api.post('/auth/refresh', { refreshToken });
    expect(refreshed).toBeProblem('refresh_token_invalid');
    const api = studio.api.withToken(again.body.accessToken as string);
    expect((await api.get('/members')).status).toBe(200);
    const none = await studio.given.coach();
    const nothing = await logged(studio, () => stage.admin.api.post(`/people/${none.id}/sign-out`));
    expect([nothing.answer.status, nothing.rows]).toEqual([204, []]);
    await studio.close();
  });
});
