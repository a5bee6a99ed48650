import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USER_TYPE_IDS } from '../../src/common/actor.js';
import type { Answer, Api } from '../support/api.js';
import { expectInvalid, expectRefusal, logged, logOf } from '../support/expectations.js';
import '../support/matchers.js';
import { PeopleStage, type SignedInPerson } from '../support/people.js';
import type { Studio } from '../support/studio.js';

const KEPT = /^member-\d{10,15}@no-mail\.invalid$/;

describe('members without an e-mail address', () => {
  let stage: PeopleStage;
  let studio: Studio;
  let staff: SignedInPerson;
  let desk: Api;

  beforeAll(async () => {
    stage = await PeopleStage.open();
    ({ studio } = stage);
    staff = await stage.signedIn('staff');
    desk = staff.api;
  });
  afterAll(() => studio.close());

  const add = (body: object) => desk.post('/members', body);
  const idOf = ({ body }: Answer) => (body.person as { id: number } | undefined)?.id ?? body.id;
  const kept = async (id: unknown) => {
    const [row] = await studio.sql('SELECT email, fname, lname FROM `user` WHERE id = ?', [id]);
    return row as { email: string; fname: string; lname: string };
  };
  async function found(search: string): Promise<number> {
    const { body } = await desk.get(`/members?search=${encodeURIComponent(search)}`);
    return (body.data as object[]).length;
  }
  async function member() {
    const signedIn = await stage.signedIn('member', 'Una Leaves');
    return { ...signedIn, path: `/members/${signedIn.person.id}` };
  }

  it.each([{ firstName: 'Zora' }, { firstName: 'Zora', lastName: '', email: null }])(
    'and without a last name are created: %j',
    async (body) => {
      const { answer, rows } = await logged(studio, () => add(body));
      const names = { firstName: 'Zora', lastName: '', email: null };
      expect(answer).toMatchObject({ status: 201, body: names });
      expect(rows).toMatchObject([{ action: 'member.created', after: names }]);
      expect(await kept(answer.body.id)).toEqual({
        email: expect.stringMatching(KEPT) as string,
        ...{ fname: 'Zora', lname: '' },
      });
      expect((await desk.member(answer.body)).body).toMatchObject(names);
    },
  );

  it('are found by their names alone, and listed without one', async () => {
    const { body } = await add({ firstName: 'Quirin' });
    const { email } = await kept(body.id);
    expect(await found('quirin')).toBe(1);
    for (const search of ['member-', 'member', email, email.slice(0, 12)]) {
      expect(await found(search), search).toBe(0);
    }
    const listed = await stage.admin.api.get('/people?search=quirin');
    expect(listed.body.data).toMatchObject([{ firstName: 'Quirin', lastName: '', email: null }]);
  });

  it('are as many as there are', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => add({ firstName: 'Octo', lastName: 'Ber' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(new Array(8).fill(201));
  });

  it('are never entered by what is kept for them', async () => {
    const email = 'member-7@no-mail.invalid';
    const { body } = await add({ firstName: 'Ivo' });
    for (const taken of [email, email.toUpperCase(), (await kept(body.id)).email]) {
      const entered = { firstName: 'Ivo', lastName: 'B', email: taken, role: 'member' };
      const { role: _, ...named } = entered;
      await expectInvalid(studio, 'email', () => add(named));
      await expectInvalid(studio, 'email', () => stage.invite(entered));
      const path = `/members/${body.id}`;
      await expectInvalid(studio, 'email', () => desk.patch(path, { email: taken }));
    }
  });

  it('have it taken away by the front desk, and are signed out by that', async () => {
    const { person, api, refreshToken, path } = await member();
    expect((await api.get('/auth/me')).status).toBe(200);
    studio.clock.advance({ minutes: 11 });
    const { answer, rows } = await logged(studio, () => desk.patch(path, { email: null }));
    studio.clock.advance({ minutes: -11 });
    expect(answer).toMatchObject({ status: 200, body: { email: null, lastName: 'Leaves' } });
    expect(rows.filter(({ action }) => action === 'member.changed')).toMatchObject([
      { before: { email: person.email }, after: { email: null } },
    ]);
    const { email } = await kept(person.id);
    expect(email).toMatch(KEPT);
    for (const given of [person.email, email]) {
      const refused = await stage.signIn({ email: given });
      expect(refused, given).toBeProblem('sign_in_failed');
    }
    const refreshed = await studio.api.post('/auth/refresh', { refreshToken });
    expect(refreshed).toBeProblem('refresh_token_invalid');
  });

  it('stay so through other changes, and where nothing changes', async () => {
    const { body } = await add({ firstName: 'Ulla', lastName: 'Once' });
    const path = `/members/${body.id}`;
    const { rows } = await logged(studio, () => desk.patch(path, { email: null }));
    expect(rows).toEqual([]);
    const renamed = await desk.patch(path, { lastName: '' });
    expect(renamed.body).toMatchObject({ firstName: 'Ulla', lastName: '', email: null });
    expect((await kept(body.id)).email).toMatch(KEPT);
    expect(await found('once')).toBe(0);
    expect(await found('member')).toBe(0);
  });

  it('get one as others do, and can be invited then', async () => {
    const { body } = await add({ firstName: 'Nina' });
    const path = `/members/${body.id}`;
    const invite = () => desk.post(`/people/${body.id}/invite`);
    await expectRefusal(studio, 'email_needed', invite);
    await expectRefusal(studio, 'email_taken', () =>
      desk.patch(path, { email: staff.person.email }),
    );
    const { rows } = await logged(studio, () => desk.patch(path, { email: 'nina@example.com' }));
    expect(rows).toMatchObject([{ before: { email: null }, after: { email: 'nina@example.com' } }]);
    expect((await invite()).status).toBe(201);
    expect(await found('nina@ex')).toBe(1);
  });

  it('lose the links that they have with it', async () => {
    const invited = await stage.invite({ email: 'loses@example.com', role: 'member' });
    const token = String(invited.body.link).split('#')[1];
    const path = `/members/${idOf(invited) as number}`;
    expect((await desk.patch(path, { email: 'moved@example.com' })).status).toBe(200);
    expect(await studio.api.post('/auth/links/look', { token })).toBeProblem('link_invalid');
    const again = await desk.post(`/people/${idOf(invited) as number}/invite`);
    const next = String(again.body.link).split('#')[1];
    expect((await desk.patch(path, { email: null })).status).toBe(200);
    expect(await studio.api.post('/auth/links/look', { token: next })).toBeProblem('link_invalid');
  });

  it('are added by an admin without a link', async () => {
    const body = { firstName: 'Pia', lastName: '', role: 'member' };
    const { answer, rows } = await logged(studio, () => stage.admin.api.post('/people', body));
    expect(answer).toMatchObject({
      status: 201,
      body: { person: { ...body, email: null }, isMailed: false, link: null, expiresAt: null },
    });
    expect(rows).toMatchObject([
      {
        action: 'member.created',
        member_id: idOf(answer),
        after: { firstName: 'Pia', email: null },
      },
    ]);
  });

  it('are members: others need one', async () => {
    for (const role of ['admin', 'staff', 'coach']) {
      const body = { firstName: 'Ole', role };
      await expectInvalid(studio, 'email', () => stage.admin.api.post('/people', body));
    }
    const { person: coach } = await stage.signedIn('coach', 'Cara Keeps');
    await expectInvalid(studio, 'email', () => stage.change(coach, { email: null }));
    const { body } = await add({ firstName: 'Ole' });
    const ole = { id: body.id as number };
    await expectInvalid(studio, 'email', () => stage.change(ole, { role: 'coach' }));
    const both = { role: 'coach', email: 'ole@example.com' };
    expect((await stage.change(ole, both)).body).toMatchObject(both);
  });

  it('and people lose their last name, and members their address, by an admin', async () => {
    const { person, refreshToken } = await member();
    studio.clock.advance({ minutes: 11 });
    const answer = await stage.change(person, { lastName: '', email: null });
    studio.clock.advance({ minutes: -11 });
    expect(answer.body).toMatchObject({ firstName: 'Una', lastName: '', email: null });
    expect(await stage.signIn(person)).toBeProblem('sign_in_failed');
    const refreshed = await studio.api.post('/auth/refresh', { refreshToken });
    expect(refreshed).toBeProblem('refresh_token_invalid');
    const { person: coach } = await stage.signedIn('coach', 'Dora Last');
    expect((await stage.change(coach, { lastName: '' })).body).toMatchObject({ lastName: '' });
  });

  it('have an empty one where PHP makes them coaches', async () => {
    const { body } = await add({ firstName: 'Phil' });
    const { coach } = USER_TYPE_IDS;
    await studio.sql('UPDATE `user` SET user_type_id = ? WHERE id = ?', [coach, body.id]);
    const listed = await desk.get('/coaches?search=phil');
    expect(listed.body.data).toMatchObject([{ id: body.id, email: '' }]);
  });

  it('are nowhere named by what is kept for them', async () => {
    const { body } = await add({ firstName: 'Sven' });
    const answers = [
      await desk.get('/members?limit=100'),
      await desk.get(`/members/${body.id}`),
      await stage.admin.api.get('/people?limit=100'),
      await stage.admin.api.get('/activity?limit=100'),
    ];
    const told = JSON.stringify([...answers.map((one) => one.body), await logOf(studio)]);
    expect(told).not.toContain('no-mail');
  });
});
