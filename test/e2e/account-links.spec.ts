import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfLink } from '../../src/auth/link-rules.js';
import { createdBy, resetBy } from '../../src/cli/admin.js';
import { toDb } from '../../src/database/instants.js';
import { tokenIn } from '../support/account-links.js';
import { captureLog } from '../support/captured-log.js';
import { logged, logOf } from '../support/expectations.js';
import '../support/matchers.js';
import { Holder } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';

const NEW = 'nine blue kettles';
const PURPOSE = 'UPDATE coach_account_link SET purpose = ? WHERE token_hash = ?';

describe('links that set a password', () => {
  let studio: Studio;
  let log: { readonly text: string };
  const tokens: string[] = [];

  beforeAll(async () => {
    const env = { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'trace' };
    studio = await openStudio({ env: { ...env, PUBLIC_HOSTS: 'localhost,gym.example.com' } });
    log = captureLog(studio);
  });
  afterAll(() => studio.close());

  const keptFrom = (text: string): string => {
    const token = tokenIn(text);
    tokens.push(token);
    return token;
  };
  const linkFor = async ({ person }: Holder) => keptFrom(await resetBy(studio.app, person.email));
  const redeem = (token: string, password = NEW, more = {}) =>
    studio.api.post('/auth/links/redeem', { token, password, ...more });
  const look = (token: string) => studio.api.post('/auth/links/look', { token });

  it('make an admin of whom the operator names, who signs in by it', async () => {
    const named = { email: 'Ada@Example.com', first: 'Ada', last: 'Moreau' };
    const made = await logged(studio, () => createdBy(studio.app, named));
    expect(made.answer).toContain('Added Ada@Example.com.');
    expect(made.answer).toContain('  https://gym.example.com/app/welcome#');
    const names = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Moreau' };
    expect(made.rows).toMatchObject([
      { action: 'person.created', actor_role: 'system', after: { role: 'admin', ...names } },
    ]);
    const token = keptFrom(made.answer);
    expect((await look(token)).body).toEqual({
      ...{ purpose: 'set_password', ...names },
      expiresAt: '2026-03-10T13:00:00.000Z',
    });

    const { answer, rows } = await logged(studio, () => redeem(token));
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ role: 'admin', ...names });
    expect(rows).toMatchObject([
      { action: 'auth.password_set', outcome: 'done', after: { purpose: 'set_password' } },
    ]);
    expect(rows[0]?.actor_id).toBe(answer.body.user.id);
    const me = await studio.api.withToken(answer.body.accessToken).get('/auth/me');
    expect(me.status).toBe(200);
    const again = { email: names.email, password: NEW };
    expect((await studio.api.post('/auth/login', again)).status).toBe(200);
    await expect(createdBy(studio.app, named)).rejects.toThrow(/Somebody else has the e-mail/);
  });

  it('are made for no address that breaks a line, no nameless, and admins alone', async () => {
    const wrong = [
      { email: 'a@example.com\r\nBcc: b@example.com', first: 'A', last: 'B' },
      { email: 'c@example.com', first: ' ', last: 'B' },
      { email: 'd@example.com', first: 'A', last: 'B'.repeat(101) },
    ];
    for (const one of wrong) await expect(createdBy(studio.app, one)).rejects.toThrow(/must/);
    const bob = await Holder.of(studio, 'coach');
    await expect(linkFor(bob)).rejects.toThrow(/not the e-mail address of an admin/);
    const emoji = { email: 'party@example.com', first: '🎉'.repeat(100), last: '🎈'.repeat(100) };
    keptFrom(await createdBy(studio.app, emoji));
    const [row] = await studio.sql('SELECT fname FROM `user` WHERE email = ?', [emoji.email]);
    expect(row).toEqual({ fname: emoji.first });
  });

  it('end the other sign-ins of their person, and the link before', async () => {
    const [eve, bob] = [await Holder.of(studio), await Holder.of(studio)];
    const [there, bobs] = [await eve.signIn(), await bob.entered()];
    const first = await linkFor(eve);
    const { answer: second, rows: made } = await logged(studio, () => linkFor(eve));
    const after = { userId: eve.person.id, purpose: 'reset' };
    expect(made).toMatchObject([{ action: 'auth.link_made', actor_role: 'system', after }]);
    expect(await redeem(first)).toBeProblem('link_invalid');
    // Until then everything goes on.
    const renew = (refreshToken: string) => studio.api.post('/auth/refresh', { refreshToken });
    const renewed = await renew(there.body.refreshToken);
    expect(renewed.status).toBe(200);

    const { answer, rows } = await logged(studio, () => redeem(second));
    expect(rows).toMatchObject([
      { action: 'auth.password_set', after: { purpose: 'reset' } },
      { action: 'auth.sign_ins_ended', code: 'password_changed' },
    ]);
    expect(await renew(renewed.body.refreshToken)).toBeProblem('refresh_token_invalid');
    expect((await renew(answer.body.refreshToken)).status).toBe(200);
    expect((await bobs.get('/auth/me')).status).toBe(200);
    expect(await eve.signIn()).toBeProblem('sign_in_failed');
  });

  it('end with the use of one of another purpose', async () => {
    const named = { email: 'ivy@example.com', first: 'Ivy', last: 'Twice' };
    const first = keptFrom(await createdBy(studio.app, named));
    const reset = keptFrom(await resetBy(studio.app, named.email));
    expect((await look(first)).status).toBe(200);
    expect((await redeem(reset)).status).toBe(200);
    expect(await redeem(first)).toBeProblem('link_invalid');
  });

  it('say the same whether unknown, altered, used, old or for something else', async () => {
    const eve = await Holder.of(studio);
    const used = await linkFor(eve);
    expect((await redeem(used)).status).toBe(200);
    const altered = `${used.slice(0, -1)}${used.endsWith('A') ? 'B' : 'A'}`;
    const other = await linkFor(await Holder.of(studio));
    await studio.sql(PURPOSE, ['set_up', hashOfLink(other)]);
    const old = await linkFor(await Holder.of(studio));
    await studio.sql('UPDATE coach_account_link SET expires_at = ? WHERE token_hash = ?', [
      ...[toDb(studio.clock.now()), hashOfLink(old)],
    ]);
    const bodies = new Set<string>();
    for (const token of ['x', altered, used, old, other]) {
      for (const ask of [look, redeem]) {
        const answer = await ask(token);
        expect(answer).toBeProblem('link_invalid');
        const { instance: _, requestId: __, ...rest } = answer.body;
        bodies.add(JSON.stringify(rest));
      }
    }
    expect(bodies.size).toBe(1);
    const refused = (await logOf(studio)).filter(({ code }) => code === 'link_invalid');
    expect(new Set(refused.map(({ actor_role }) => actor_role))).toEqual(new Set(['anonymous']));
  });

  it('are used by one of many at the same moment', async () => {
    const eve = await Holder.of(studio);
    const token = await linkFor(eve);
    const all = await Promise.all(Array.from({ length: 8 }, () => redeem(token)));
    const statuses = all.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, ...new Array<number>(7).fill(401)]);
    const set = await studio.sql(
      `SELECT id FROM admin_activity_log
        WHERE action = 'auth.password_set' AND outcome = 'done' AND actor_id = ?`,
      [eve.person.id],
    );
    expect(set).toHaveLength(1);
  });

  it('go on where the password is none: weak, one’s own name, long, or a megabyte', async () => {
    const eve = await Holder.of(studio);
    const token = await linkFor(eve);
    const weak = ['too short', 'password123', eve.person.email, 'Ana.Silva.2026'];
    for (const one of weak) expect(await redeem(token, one)).toBeProblem('password_too_weak');
    for (const one of ['ä'.repeat(37), 'kettle '.repeat(20)]) {
      expect(await redeem(token, one)).toBeProblem('password_too_long');
    }
    expect(await redeem(token, 'x'.repeat(1_000_000))).toBeProblem('body_too_large');
    // Of 72 bytes; PHP reads it.
    expect((await redeem(token, 'äöüßàéîõñçøåæœēūīōāžščřý nine blue kettles on it')).status).toBe(
      200,
    );
    const [row] = await studio.sql<{ password: string }>(
      'SELECT password FROM `user` WHERE id = ?',
      [eve.person.id],
    );
    expect(row?.password).toMatch(/^\$2y\$\d\d\$/);
  });

  it('ask for the second factor, too, and count wrong codes', async () => {
    const eve = await Holder.withFactor(studio);
    const token = await linkFor(eve);
    expect(await redeem(token)).toBeProblem('second_factor_needed');
    const wrong = { code: eve.wrongCode() };
    expect(await redeem(token, NEW, wrong)).toBeProblem('second_factor_wrong');
    const right = { code: eve.code(1) };
    const { body } = await redeem(token, NEW, right);
    const claims = Buffer.from(body.accessToken.split('.')[1], 'base64url').toString();
    expect(JSON.parse(claims)).toMatchObject({ sf: true });
    const next = await linkFor(eve);
    for (let n = 0; n < 10; n += 1) await redeem(next, NEW, wrong);
    expect(await redeem(next, NEW, { code: eve.code(2) })).toBeProblem('too_many_attempts');
  });

  it('leave neither token nor password in the log of the server or in the database', async () => {
    const { sql } = studio;
    const rows = [
      ...(await sql('SELECT * FROM admin_activity_log')),
      ...(await sql('SELECT * FROM coach_account_link')),
    ];
    const stored = JSON.stringify(rows);
    expect(tokens.length).toBeGreaterThan(8);
    for (const secret of [...tokens, NEW]) {
      expect(log.text).not.toContain(secret);
      expect(stored).not.toContain(secret);
    }
    expect(log.text).toContain('/auth/links/redeem');
  });
});

describe('new passwords', () => {
  it('are kept as our own where PHP signs in nobody, and may be longer then', async () => {
    const studio = await openStudio({ env: { REHASH_LEGACY_PASSWORDS: 'true' } });
    const text = await createdBy(studio.app, {
      ...{ email: 'ada@example.com', first: 'Ada', last: 'Moreau' },
    });
    const token = tokenIn(text);
    const password = 'äöü-nine'.repeat(10);
    const set = await studio.api.post('/auth/links/redeem', { token, password });
    expect(set.status).toBe(200);
    const [row] = await studio.sql<{ password: string }>('SELECT password FROM `user`');
    expect(row?.password).toMatch(/^\$argon2id\$/);
    await studio.close();
  });
});
