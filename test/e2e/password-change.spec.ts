import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resetBy } from '../../src/cli/admin.js';
import { tokenIn } from '../support/account-links.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import { booksOf, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { Holder, PASSWORD } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';

const NEW = 'nine blue kettles';

describe('one’s own password', () => {
  let studio: Studio;
  let eve: TestPerson;

  beforeEach(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'trace' } });
    eve = await studio.given.coach('Eve Device');
  });
  afterEach(() => studio.close());

  const change = (api: Api, next = NEW, current = PASSWORD): Promise<Answer> =>
    api.post('/auth/password/change', { current, next });
  /** What only those may do who gave their password a moment ago. */
  const makeToken = (api: Api) =>
    api.post('/auth/device-tokens', { userId: eve.id, label: 'A phone' });
  const hashOf = async ({ person }: Holder) => {
    const [row] = await studio.sql<{ password: string }>(
      'SELECT password FROM `user` WHERE id = ?',
      [person.id],
    );
    return row?.password ?? '';
  };

  it('is changed: this sign-in goes on, the others end, and the log says so', async () => {
    const log = captureLog(studio);
    const ana = await Holder.of(studio);
    const [api, other] = [await ana.entered(), await ana.entered()];
    const { answer, rows } = await logged(studio, () => change(api));
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(rows.map(({ action, outcome }) => [action, outcome]).toSorted()).toEqual([
      ['auth.password_changed', 'done'],
      ['auth.sign_ins_ended', 'done'],
    ]);
    for (const row of rows) expect(row.actor_id).toBe(ana.person.id);
    expect((await makeToken(api)).status).toBe(201);
    expect(await makeToken(other)).toBeProblem('not_signed_in');
    expect((await api.get('/auth/sign-ins')).body.data).toHaveLength(1);
    expect(await ana.signIn()).toBeProblem('sign_in_failed');
    expect((await ana.signIn({ password: NEW })).status).toBe(200);
    const written = JSON.stringify(await studio.sql('SELECT * FROM admin_activity_log'));
    for (const word of [PASSWORD, NEW]) expect(written + log.text).not.toContain(word);
  });

  it('counts as given just now, and ends links that set one', async () => {
    const ana = await Holder.of(studio);
    const api = await ana.entered();
    const token = tokenIn(await resetBy(studio.app, ana.person.email));
    studio.clock.advance({ minutes: 11 });
    expect(await makeToken(api)).toBeProblem('password_needed');
    expect((await change(api)).status).toBe(204);
    expect((await makeToken(api)).status).toBe(201);
    expect(await studio.api.post('/auth/links/look', { token })).toBeProblem('link_invalid');
  });

  it.each([
    ['the same as before', PASSWORD, 'password_too_weak'],
    ['short', 'kettles 9', 'password_too_weak'],
    ['widely used', 'password1234', 'password_too_weak'],
    ['longer than anybody keeps', 'kettle '.repeat(20), 'password_too_long'],
  ] as const)('is not changed into one that is %s', async (_, next, code) => {
    const ana = await Holder.of(studio);
    const api = await ana.entered();
    const before = [await booksOf(studio), await hashOf(ana)];
    expect(await change(api, next)).toBeProblem(code);
    expect([await booksOf(studio), await hashOf(ana)]).toEqual(before);
  });

  it('is guessed no faster than at sign-in', async () => {
    const ana = await Holder.of(studio);
    const api = await ana.entered();
    const hash = await hashOf(ana);
    const { answer, rows } = await logged(studio, () => change(api, NEW, 'a guess'));
    expect(answer).toBeProblem('password_wrong');
    expect(rows).toMatchObject([
      { action: 'auth.password_changed', outcome: 'refused', code: 'password_wrong' },
    ]);
    let last = answer;
    for (let n = 0; n < 40 && last.status === 403; n += 1) {
      studio.clock.advance({ seconds: 10 });
      last = await change(api, NEW, 'a guess');
    }
    expect(last).toBeProblem('too_many_attempts');
    expect(await change(api)).toBeProblem('too_many_attempts');
    expect(await hashOf(ana)).toBe(hash);
  });

  it('is changed by one of two sign-ins at the same moment', async () => {
    const ana = await Holder.of(studio);
    const apis = [await ana.entered(), await ana.entered()];
    const answers = await Promise.all(apis.map((api, n) => change(api, `${NEW} ${n}`)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const winner = answers.findIndex(({ status }) => status === 204);
    expect([401, 403]).toContain(answers[1 - winner]?.status);
    expect((await ana.signIn({ password: `${NEW} ${winner}` })).status).toBe(200);
  });

  it('is nothing that a device changes', async () => {
    const made = await makeToken(await (await Holder.of(studio)).entered());
    expect(made.status).toBe(201);
    expect(await change(studio.api.withToken(made.body.token))).toBeProblem('forbidden');
  });
});
