import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withEmail } from '../../src/auth/link-rules.js';
import { linkToken } from '../support/account-links.js';
import type { MailedStage } from '../support/mailed.js';
import '../support/matchers.js';
import { type Mover, OwnEmailStage } from '../support/own-email.js';
import { PASSWORD } from '../support/people.js';
import type { Studio } from '../support/studio.js';

describe('a link to another e-mail address', () => {
  let own: OwnEmailStage;
  let stage: MailedStage;
  let studio: Studio;

  beforeAll(async () => {
    own = await OwnEmailStage.open();
    stage = own.mailed;
    ({ studio } = stage);
  });
  afterEach(() => own.clear());
  afterAll(() => stage.close());

  it('is refused the same whatever is wrong with the link', async () => {
    const ana = await own.person();
    const older = await own.tokenFor(ana);
    const taken = await own.tokenFor(ana, `taken${ana.id}@people.test`);
    const other = await own.person();
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [
      `taken${ana.id}@people.test`,
      other.id,
    ]);
    const used = await own.tokenFor(await own.person());
    expect((await own.confirm(used)).status).toBe(200);
    const late = await own.person();
    const old = await own.tokenFor(late);
    const [mac = ''] = old.split('.');
    const altered = withEmail(mac, 'eve@people.test');
    const answers = [];
    for (const token of [older, taken, used, altered, mac, 'x', await linkToken(studio)]) {
      answers.push(await own.confirm(token));
    }
    studio.clock.advance({ hours: 24 });
    answers.push(await own.confirm(old));
    studio.clock.advance({ hours: -24 });
    for (const answer of answers) expect(answer).toBeProblem('link_invalid');
    const bodies = answers.map(({ body }) => {
      const { requestId: _, instance: __, ...rest } = body as Record<string, unknown>;
      return rest;
    });
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect([await own.emailOf(ana), await own.emailOf(late)]).toEqual([ana.email, late.email]);
    expect((await own.confirm(old)).status).toBe(200);
    // It sets no password, and one that does is no e-mail address.
    const another = await own.tokenFor(ana);
    expect(await stage.redeem(another, 'nine blue kettles')).toBeProblem('link_invalid');
    const look = await studio.api.post('/auth/links/look', { token: another });
    expect(look).toBeProblem('link_invalid');
  });

  it('ends the person’s other links, and is ended by what ends those', async () => {
    const ana = await own.person();
    const token = await own.tokenFor(ana);
    await stage.forget(ana.email, '10.6.9.1');
    await stage.mails();
    const purposes = async ({ id }: { id: number }) => {
      const rows = await studio.sql(
        'SELECT purpose FROM coach_account_link WHERE user_id = ? ORDER BY purpose',
        [id],
      );
      return rows.map(({ purpose }) => purpose);
    };
    expect(await purposes(ana)).toEqual(['change_email', 'reset']);
    expect((await own.confirm(token)).status).toBe(200);
    expect(await purposes(ana)).toEqual([]);

    const end: Record<string, (one: Mover) => Promise<unknown>> = {
      'another password': ({ api }) =>
        api.post('/auth/password/change', { current: PASSWORD, next: 'nine blue kettles' }),
      'signing out by an admin': ({ id }) => stage.people.admin.api.post(`/people/${id}/sign-out`),
      'switching off': (one) => stage.people.change(one, { disabled: true }),
      // As PHP does, which knows no links.
      'being kept out': async ({ api, id }) => {
        await api.patch('/auth/me', { locale: 'en' });
        const sql = "UPDATE coach_account SET disabled_at = '2020-01-01' WHERE user_id = ?";
        await studio.sql(sql, [id]);
      },
      'another e-mail address': (one) =>
        stage.people.change(one, { email: `desk${one.id}@people.test` }),
    };
    for (const [what, does] of Object.entries(end)) {
      const one = await own.person();
      const link = await own.tokenFor(one);
      await does(one);
      expect(await own.confirm(link), what).toBeProblem('link_invalid');
    }
  });

  it('asks for the password, where that was given long ago, and counts nothing then', async () => {
    const ana = await own.person();
    studio.clock.advance({ minutes: 11 });
    for (let n = 0; n < 4; n += 1) {
      expect(await own.ask(ana, ana.next)).toBeProblem('password_needed');
    }
    expect((await ana.api.post('/auth/confirm', { password: PASSWORD })).status).toBe(200);
    expect((await own.ask(ana, ana.next)).status).toBe(202);
    studio.clock.advance({ minutes: -11 });
  });

  it('is asked for three times an hour, and sent to an address as often', async () => {
    const [ana, ben] = [await own.person(), await own.person()];
    for (let n = 0; n < 3; n += 1) expect((await own.ask(ana, ana.next)).status).toBe(202);
    const answer = await own.ask(ana, 'else@people.test');
    expect(answer).toBeProblem('too_many_attempts');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_500);
    // Of three within a second, the last one counts.
    expect((await stage.mails()).map(({ to }) => to)).toEqual([[ana.next]]);
    // Somebody else has nothing sent there either, and is told nothing.
    const asked = await own.ask(ben, ana.next);
    expect([asked.status, asked.body]).toEqual([202, { linkHours: 24 }]);
    expect(await stage.mails()).toEqual([]);
    expect((await own.ask(ben, ben.next)).status).toBe(202);
    expect(await stage.mails()).toHaveLength(1);
  });

  it('goes to the one who is faster, where two want the same', async () => {
    const [ana, ben] = [await own.person(), await own.person()];
    const email = `both${ana.id}@people.test`;
    const links = [await own.tokenFor(ana, email), await own.tokenFor(ben, email)];
    const answers = await Promise.all(links.map((token) => own.confirm(token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const again = await Promise.all([own.confirm(links[0] ?? ''), own.confirm(links[1] ?? '')]);
    for (const one of again) expect(one).toBeProblem('link_invalid');
  });
});
