import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logged } from '../support/expectations.js';
import { MailedStage } from '../support/mailed.js';
import '../support/matchers.js';
import type { Studio } from '../support/studio.js';

/* For which a server takes nothing: they are marked, until mail arrives or there is another. */

describe('an e-mail address to which mail comes back', () => {
  let stage: MailedStage;
  let studio: Studio;

  beforeAll(async () => {
    stage = await MailedStage.open();
    ({ studio } = stage);
  });
  beforeEach(() => {
    stage.server.refuseRecipient = () => '550 5.1.1 no such user';
  });
  afterAll(() => stage.close());

  async function invited(email: string, role = 'member'): Promise<number> {
    const { body } = await stage.people.invite({ email, role });
    return (body.person as { id: number }).id;
  }
  const personOf = async (id: number) => (await stage.people.admin.api.get(`/people/${id}`)).body;
  const memberOf = async (id: number) => (await stage.people.admin.api.get(`/members/${id}`)).body;
  const sendAgain = async (id: number) => {
    await stage.people.admin.api.post(`/people/${id}/invite`);
    return stage.mails();
  };

  it('is marked, once in the log, for the studio and not for the member', async () => {
    const id = await invited('Eve@people.test');
    expect(await personOf(id)).toMatchObject({ emailBouncedAt: null });
    const { rows } = await logged(studio, async () => stage.mails());
    const bouncedAt = studio.clock.now().toISOString();
    expect(rows).toMatchObject([
      {
        ...{ action: 'mail.bounced', actor_role: 'system', member_id: id, outcome: 'done' },
        after: { userId: id, email: 'eve@people.test' },
      },
    ]);
    expect(await personOf(id)).toMatchObject({ emailBouncedAt: bouncedAt });
    expect(await memberOf(id)).toMatchObject({ emailBouncedAt: bouncedAt });
    const { body: list } = await stage.people.admin.api.get('/people?search=eve');
    expect(list.data[0]).toMatchObject({ emailBouncedAt: bouncedAt });
    const own = await studio.api.as({ id, role: 'member' }).get(`/members/${id}`);
    expect(own.status).toBe(200);
    expect(own.body).not.toHaveProperty('emailBouncedAt');

    studio.clock.advance({ minutes: 1 });
    const again = await logged(studio, () => sendAgain(id));
    expect(again.rows.map(({ action }) => action)).toEqual(['person.invited']);
    expect(await personOf(id)).toMatchObject({ emailBouncedAt: bouncedAt });
  });

  it('is not any more once mail arrives', async () => {
    const id = await invited('tom@people.test', 'coach');
    await stage.mails();
    expect((await personOf(id)).emailBouncedAt).not.toBeNull();
    stage.server.refuseRecipient = () => undefined;
    expect(await sendAgain(id)).toHaveLength(1);
    expect(await personOf(id)).toMatchObject({ emailBouncedAt: null });
    // And is anew, where it stops arriving.
    stage.server.refuseRecipient = () => '550 5.1.1 no such user';
    const { rows } = await logged(studio, () => sendAgain(id));
    expect(rows.map(({ action }) => action)).toEqual(['person.invited', 'mail.bounced']);
  });

  it('says nothing of another address that they get, from us or from PHP', async () => {
    const id = await invited('uma@people.test');
    await stage.mails();
    const next = await stage.people.admin.api.patch(`/members/${id}`, { firstName: 'Uma' });
    expect(next.body.emailBouncedAt).toBe((await memberOf(id)).emailBouncedAt);
    const moved = await stage.people.admin.api.patch(`/members/${id}`, { email: 'u@people.test' });
    expect(moved.body).toMatchObject({ email: 'u@people.test', emailBouncedAt: null });
    const setEmail = (email: string) =>
      studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [email, id]);
    await setEmail('UMA@people.test');
    expect((await memberOf(id)).emailBouncedAt).not.toBeNull();
    await setEmail('from.php@people.test');
    expect(await memberOf(id)).toMatchObject({ emailBouncedAt: null });
  });

  it('is none where the server only wants it later, or refuses the letter', async () => {
    stage.server.refuseRecipient = () => '450 4.2.1 later';
    const id = await invited('vic@people.test');
    await stage.mails();
    expect(await personOf(id)).toMatchObject({ emailBouncedAt: null });
    stage.server.refuseRecipient = () => undefined;
    stage.server.refuseMail = () => '554 5.7.1 spam';
    studio.clock.advance({ minutes: 2 });
    await stage.mails();
    expect(await personOf(id)).toMatchObject({ emailBouncedAt: null });
    stage.server.refuseMail = () => undefined;
  });
});
