import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import { expectInvalid, expectRefusal, logged, logOf } from '../support/expectations.js';
import { MailedStage, tokenInMail } from '../support/mailed.js';
import '../support/matchers.js';
import { PeopleStage, type SignedInPerson } from '../support/people.js';
import type { Studio } from '../support/studio.js';

const CHOSEN = 'nine blue kettles';
const NEW = { firstName: 'Mia', invite: true };

interface Invited {
  readonly id: number;
  readonly invitation: { isMailed: boolean; link: string | null; expiresAt: string };
}

describe('a new member is invited', () => {
  let stage: PeopleStage;
  let studio: Studio;
  let staff: SignedInPerson;

  beforeAll(async () => {
    stage = await PeopleStage.open();
    ({ studio } = stage);
    staff = await stage.signedIn('staff');
  });
  afterAll(() => studio.close());

  const add = (body: object, options = {}, by = staff) =>
    by.api.post('/members', { ...NEW, ...body }, options);

  it('by a link in the answer, which is kept nowhere', async () => {
    const email = 'mia@example.com';
    const { answer, rows } = await logged(studio, () => add({ email }, { key: 'mia' }));
    expect(answer.status).toBe(201);
    const { id, invitation } = answer.body as unknown as Invited;
    expect(answer.body).toMatchObject({ firstName: 'Mia', email, packages: [] });
    expect(invitation).toEqual({
      isMailed: false,
      link: expect.stringMatching(/^\/app\/welcome#[\w-]{43}$/) as string,
      expiresAt: new Date(studio.clock.now().getTime() + 7 * DAY_MS).toISOString(),
    });
    expect(rows).toMatchObject([
      { action: 'member.created', member_id: id, actor_id: staff.person.id },
      { action: 'person.invited', member_id: id, after: { userId: id } },
    ]);
    const token = String(invitation.link?.split('#')[1]);
    const kept = [await logOf(studio), await studio.sql('SELECT * FROM coach_idempotency_key')];
    expect(JSON.stringify(kept)).not.toContain(token);
    // The same request again finds them there, and has no second link.
    expect(await add({ email }, { key: 'mia' })).toBeProblem('email_taken');
    const { body } = await studio.api.post('/auth/links/redeem', { token, password: CHOSEN });
    expect(body.user).toMatchObject({ id, role: 'member', email });
  });

  it('by admins too, and only where that is asked for', async () => {
    const invited = await add({ email: 'max@example.com' }, {}, stage.admin);
    expect(invited.body.invitation).toMatchObject({ isMailed: false });
    for (const invite of [false, undefined]) {
      const email = `plain.${invite}@example.com`;
      const { answer, rows } = await logged(studio, () => add({ email, invite }));
      expect(answer.body).not.toHaveProperty('invitation');
      expect(rows.map(({ action }) => action)).toEqual(['member.created']);
    }
  });

  it('not without an e-mail address, by odd words, or twice by one address', async () => {
    await expectRefusal(studio, 'email_needed', () => add({}));
    await expectRefusal(studio, 'email_needed', () => add({ email: null }));
    const { email } = staff.person;
    await expectRefusal(studio, 'email_taken', () => add({ email }));
    for (const invite of ['true', 1, null]) {
      await expectInvalid(studio, 'invite', () => add({ email: 'odd@example.com', invite }));
    }
  });

  it('not by coaches', async () => {
    const coach = await stage.signedIn('coach');
    await expectRefusal(studio, 'forbidden', () => add({ email: 'c@example.com' }, {}, coach));
  });

  it('by whoever has just given the password', async () => {
    studio.clock.advance({ minutes: 11 });
    const email = 'late@example.com';
    expect(await add({ email })).toBeProblem('password_needed');
    expect((await add({ email, invite: false })).status).toBe(201);
    studio.clock.advance({ minutes: -11 });
  });
});

describe('where mail is set up, a new member', () => {
  let stage: MailedStage;

  beforeAll(async () => {
    stage = await MailedStage.open();
  });
  afterAll(() => stage.close());

  it('is sent the link, in the language of whoever invites', async () => {
    const headers = { 'Accept-Language': 'de' };
    const body = { ...NEW, email: 'mia@people.test' };
    const answer = await stage.people.admin.api.post('/members', body, { headers });
    expect(answer.body.invitation).toMatchObject({ isMailed: true, link: null });
    const [received, ...others] = await stage.mails();
    expect(others).toEqual([]);
    expect(received).toMatchObject({ to: [body.email] });
    expect(received?.mail.subject).toMatch(/^Der Zugang/);
    expect(answer.text).not.toContain(tokenInMail(received));
    expect((await stage.redeem(tokenInMail(received), CHOSEN)).status).toBe(200);
  });
});
