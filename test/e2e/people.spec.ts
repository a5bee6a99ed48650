import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import { expectInvalid, expectRefusal, logged, logOf } from '../support/expectations.js';
import '../support/matchers.js';
import { PeopleStage, type SignedInPerson, tokenOf } from '../support/people.js';
import type { Studio } from '../support/studio.js';

const CHOSEN = 'nine blue kettles';

describe('people', () => {
  let stage: PeopleStage;
  let studio: Studio;
  let staff: SignedInPerson;

  beforeAll(async () => {
    stage = await PeopleStage.open();
    ({ studio } = stage);
    staff = await stage.signedIn('staff');
  });
  afterAll(() => studio.close());

  const redeem = (token: string) =>
    studio.api.post('/auth/links/redeem', { token, password: CHOSEN });

  it('are invited by a link, and sign in by it in their role', async () => {
    const names = { firstName: 'Eve', lastName: 'O’Neill' };
    const { answer, rows } = await logged(studio, () =>
      stage.invite({ ...names, email: 'Eve@Example.com', role: 'coach', locale: 'de' }),
    );
    expect(answer.status).toBe(201);
    const { id } = answer.body.person as { id: number };
    const person = { ...names, email: 'eve@example.com', role: 'coach', locale: 'de' };
    expect(answer.body).toEqual({
      person: {
        ...{ id, ...person, alsoCoach: false, state: 'no_password', disabledAt: null },
        ...{ phone: null, note: null, emailBouncedAt: null },
      },
      isMailed: false,
      link: expect.stringMatching(/^\/app\/welcome#[\w-]{43}$/) as string,
      expiresAt: new Date(studio.clock.now().getTime() + 7 * DAY_MS).toISOString(),
    });
    const { locale: _, ...kept } = person;
    expect(rows).toMatchObject([
      { action: 'person.invited', outcome: 'done', after: { userId: id, ...kept } },
    ]);
    studio.clock.advance({ hours: 6 * 24 });
    const { body } = await redeem(tokenOf(answer));
    expect(body.user).toMatchObject({ id, role: 'coach' });
    studio.clock.advance({ hours: -6 * 24 });
    const { status } = await stage.signIn(person, CHOSEN);
    expect(status).toBe(200);
    const found = await stage.admin.api.get(`/people/${id}`);
    expect(found.body).toMatchObject({ state: 'active', locale: 'de' });
  });

  it('get another link, which ends the older one; both end after seven days', async () => {
    const first = await stage.invite({ email: 'link@example.com' });
    const { id } = first.body.person as { id: number };
    const again = () => stage.admin.api.post(`/people/${id}/invite`);
    const second = await again();
    expect(await redeem(tokenOf(first))).toBeProblem('link_invalid');
    studio.clock.advance({ hours: 7 * 24, seconds: 1 });
    expect(await redeem(tokenOf(second))).toBeProblem('link_invalid');
    studio.clock.advance({ hours: -7 * 24, seconds: -1 });
    expect((await redeem(tokenOf(second))).status).toBe(200);
    const log = JSON.stringify(await logOf(studio));
    for (const one of [first, second]) expect(log).not.toContain(tokenOf(one));
  });

  it.each([{ role: 'admin' }, { email: 'elsewhere@example.com' }])(
    'have no link of before as soon as they are another: %o',
    async (body) => {
      const invited = await stage.invite(
        { email: 'before@example.com', role: 'member' },
        staff.api,
      );
      expect((await stage.change(invited.body.person as { id: number }, body)).status).toBe(200);
      expect(await redeem(tokenOf(invited))).toBeProblem('link_invalid');
      const { id } = invited.body.person as { id: number };
      await stage.change({ id }, { email: `gone.${id}@example.com` });
    },
  );

  it('are members where the front desk invites them', async () => {
    const named = { email: 'm@example.com', role: 'member', lastName: undefined };
    const invited = await stage.invite(named, staff.api);
    expect(invited.body.person).toMatchObject({ firstName: 'Eve', lastName: '' });
    const { id } = invited.body.person as { id: number };
    expect((await staff.api.post(`/people/${id}/invite`)).status).toBe(201);
    expect((await staff.api.get(`/members/${id}`)).status).toBe(200);
    for (const role of ['admin', 'staff', 'coach']) {
      const body = { email: `by-staff-${role}@example.com`, role };
      await expectRefusal(studio, 'forbidden', () => stage.invite(body, staff.api));
    }
    const { person } = stage.admin;
    await expectRefusal(studio, 'forbidden', () => staff.api.post(`/people/${person.id}/invite`));
    const again = () => staff.api.post('/people/2000000001/invite');
    await expectRefusal(studio, 'person_not_found', again);
  });

  it('are not invited twice by one address, in an unknown role, or by odd words', async () => {
    const { email } = staff.person;
    await expectRefusal(studio, 'email_taken', () => stage.invite({ email }));
    const odd: [string, object][] = [
      ['role', { email: 'x@example.com', role: 'owner' }],
      ['role', { email: 'x@example.com', role: null }],
      ['email', { email: 'x@example.com\r\nBcc: y@example.com' }],
      ['email', { email: `${'x'.repeat(200)}@example.com` }],
      ['firstName', { email: 'x@example.com', firstName: 'Eve\r\nBcc: y@example.com' }],
      ['firstName', { email: 'x@example.com', firstName: '🏋'.repeat(101) }],
      ['locale', { email: 'x@example.com', locale: 'fr' }],
    ];
    for (const [field, body] of odd) await expectInvalid(studio, field, () => stage.invite(body));
  });

  it('are listed by name, page by page, by role, state and words', async () => {
    for (const lastName of ['Zz-b', 'Zz-a', 'Zz-c']) {
      await stage.invite({ lastName, email: `${lastName}@list.example.com` });
    }
    const list = async (query: string) => {
      const { body } = await stage.admin.api.get(`/people?search=zz&${query}`);
      const page = body as { data: { lastName: string }[]; nextCursor: string | null };
      return { names: page.data.map(({ lastName }) => lastName), next: page.nextCursor };
    };
    const first = await list('limit=2');
    expect(first.names).toEqual(['Zz-a', 'Zz-b']);
    expect(await list(`limit=2&cursor=${first.next}`)).toEqual({ names: ['Zz-c'], next: null });
    expect((await list('role=coach&state=no_password')).names).toHaveLength(3);
    for (const query of ['role=admin', 'state=active', 'state=disabled', 'state=kept_out']) {
      expect((await list(query)).names, query).toEqual([]);
    }
    const two = await stage.admin.api.get('/people?search=zz-a%20eve');
    expect(two.body.data).toHaveLength(1);
  });

  it('are changed in what is named, with what was before in the log', async () => {
    const { person } = await stage.signedIn('coach', 'Bob Old');
    const { answer, rows } = await logged(studio, () =>
      stage.change(person, { lastName: 'New', email: 'Bob@Example.com' }),
    );
    expect(answer.body).toMatchObject({ firstName: 'Bob', lastName: 'New', role: 'coach' });
    expect(rows).toMatchObject([
      {
        ...{ action: 'person.changed', actor_id: stage.admin.person.id },
        before: { userId: person.id, lastName: 'Old', email: person.email },
        after: { userId: person.id, lastName: 'New', email: 'bob@example.com' },
      },
    ]);
    const same = await logged(studio, () => stage.change(person, { lastName: 'New' }));
    expect([same.answer.status, same.rows]).toEqual([200, []]);
    const { email } = staff.person;
    await expectRefusal(studio, 'email_taken', () => stage.change(person, { email }));
    await expectInvalid(studio, 'role', () => stage.change(person, { role: 'owner' }));
    const nobody = { id: 2_000_000_001 };
    await expectRefusal(studio, 'person_not_found', () => stage.change(nobody, { role: 'coach' }));
  });

  it('ask for the password where a door is opened', async () => {
    const { person } = await stage.signedIn('coach', 'Cy Door');
    const other = await stage.signedIn('admin', 'Dee Late');
    studio.clock.advance({ minutes: 11 });
    const opening: object[] = [{ role: 'admin' }, { email: 'cy@example.com' }];
    for (const body of opening) {
      expect(await stage.change(person, body, other.api)).toBeProblem('password_needed');
    }
    const invited = await stage.invite({ email: 'door@example.com' }, other.api);
    expect(invited).toBeProblem('password_needed');
    const again = await other.api.post(`/people/${person.id}/invite`);
    expect(again).toBeProblem('password_needed');
    expect((await stage.change(person, { disabled: true }, other.api)).status).toBe(200);
    const on = await stage.change(person, { disabled: false }, other.api);
    expect(on).toBeProblem('password_needed');
    studio.clock.advance({ minutes: -11 });
  });
});
