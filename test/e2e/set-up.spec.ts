import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnState } from '../../src/processes/own-state.js';
import { SharedState } from '../../src/processes/shared-state.js';
import { captureLog } from '../support/captured-log.js';
import { logged, logOf } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'nine blue kettles';
const ADA = { email: 'Ada@example.com', firstName: 'Ada', lastName: 'Moreau', password: PASSWORD };

describe('setting a studio up', () => {
  let studio: Studio;

  beforeEach(async () => {
    studio = await openStudio({ env: { LOG_LEVEL: 'info' } });
  });
  afterEach(() => studio.close());

  const code = () => {
    const state = studio.app.get(SharedState);
    return state instanceof OwnState ? state.setUpCode : '';
  };
  const setUp = (more: object = {}) => studio.api.post('/setup', { code: code(), ...ADA, ...more });
  const needsSetup = async () => (await studio.api.get('/studio')).body.needsSetup as boolean;
  const admins = () => studio.sql('SELECT email FROM `user` WHERE user_type_id = 1');

  it('makes the first admin, who is signed in, and says so in the log', async () => {
    const log = captureLog(studio);
    expect(code()).toMatch(/^[A-Z]{8}$/);
    expect(await needsSetup()).toBe(true);
    const typed = `${code().slice(0, 4).toLowerCase()}-${code().slice(4)}`;
    const { answer, rows } = await logged(studio, () => setUp({ code: typed }));
    expect(answer.status).toBe(201);
    const { id } = answer.body.user as { id: number };
    const names = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Moreau' };
    expect(answer.body.user).toEqual({ id, role: 'admin', ...names, locale: null });
    expect(rows).toMatchObject([
      { action: 'studio.set_up', actor_id: id, actor_role: 'admin', after: { userId: id } },
    ]);
    const me = await studio.api.withToken(answer.body.accessToken).get('/auth/me');
    expect(me.body).toMatchObject(names);
    expect(await needsSetup()).toBe(false);
    expect(await setUp()).toBeProblem('already_set_up');
    const stored = JSON.stringify(await logOf(studio));
    for (const secret of [PASSWORD, code(), typed]) {
      expect(log.text).not.toContain(secret);
      expect(stored).not.toContain(secret);
    }
    expect(log.text).toContain('/api/v1/setup');
  });

  it('makes who works alone a coach, too', async () => {
    const { answer, rows } = await logged(studio, () => setUp({ alsoCoach: true }));
    expect(answer.status).toBe(201);
    expect(rows).toMatchObject([{ action: 'studio.set_up', after: { alsoCoach: true } }]);
    const { accessToken, user } = answer.body;
    const { body } = await studio.api.withToken(accessToken).get('/coaches');
    expect(body.data).toMatchObject([{ id: user.id, firstName: 'Ada' }]);
  });

  it('makes one of many at the same moment, also by two products on one database', async () => {
    const { databaseUrl } = studio;
    const other = await openStudio({ databaseUrl });
    const state = other.app.get(SharedState);
    const others = state instanceof OwnState ? state.setUpCode : '';
    const body = { ...ADA, code: others };
    const all = await Promise.all(
      Array.from({ length: 32 }, (_, n) => {
        const email = `ada.${n}@example.com`;
        return n % 2 === 0 ? setUp({ email }) : other.api.post('/setup', { ...body, email });
      }),
    );
    const statuses = all.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([201, ...new Array<number>(31).fill(409)]);
    expect(await admins()).toHaveLength(1);
    await other.close();
  });

  it('looks at five wrong codes a minute, and at no right one behind them', async () => {
    for (let n = 0; n < 5; n += 1) {
      expect(await setUp({ code: 'QQQQQQQQ' })).toBeProblem('set_up_code_wrong');
    }
    const answer = await setUp();
    expect(answer).toBeProblem('too_many_attempts');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await admins()).toEqual([]);
    const refused = await studio.sql(
      "SELECT code FROM admin_activity_log WHERE action = 'studio.set_up'",
    );
    expect(refused).toEqual(new Array(5).fill({ code: 'set_up_code_wrong' }));
  });

  it('refuses what cannot be an admin, and changes nothing then', async () => {
    const taken = await studio.given.coach();
    for (const [more, problem] of [
      [{ email: 'a@example.com\r\nBcc: b@example.com' }, 'validation_failed'],
      [{ firstName: '' }, 'validation_failed'],
      [{ password: 'ada@example.com' }, 'password_too_weak'],
      [{ password: 'training-day' }, 'password_too_weak'],
      [{ password: 'nine blue kettles'.repeat(8) }, 'password_too_long'],
      [{ email: taken.email.toUpperCase() }, 'email_taken'],
    ] as const) {
      expect(await setUp(more)).toBeProblem(problem);
    }
    expect(await admins()).toEqual([]);
    const emoji = { firstName: '🎉'.repeat(100), lastName: '🎈'.repeat(100) };
    expect((await setUp(emoji)).body.user).toMatchObject(emoji);
  });

  it('is not needed where PHP has an admin, who is not even looked for twice', async () => {
    await studio.given.admin();
    expect(await needsSetup()).toBe(false);
    expect(await setUp({ code: 'QQQQQQQQ' })).toBeProblem('already_set_up');
    // Nobody asks the database any more.
    await studio.sql('UPDATE `user` SET user_type_id = 2');
    expect(await needsSetup()).toBe(false);
  });
});
