import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { booksOf, logOf } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { COACH_API, expectSaid, OldApp, PAGE } from '../support/old-app.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('a key on a change of the old app', () => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;
  let tom: GivenMember;
  let usageId: number;

  beforeAll(async () => {
    studio = await openStudio({ env: { LEGACY_PREFIX: '/gym' } });
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana, remaining: 50 });
    const used = await studio.api.as(ana).addUsage(tom, { usageDate: '2026-03-01' });
    usageId = used.body.usage.id;
  });
  afterAll(() => studio.close());

  it.each([
    [PAGE, 'undo-session-usage', () => ({ usage_id: usageId })],
    [PAGE, 'adjust-session-count', () => ({ adjustment: 2 })],
    [PAGE, 'add-session-usage', () => ({ coach_id: ana.id, usage_date: '2026-03-02' })],
    [COACH_API, 'deduct-session', () => ({ coach_id: ana.id })],
  ])('of %s: %s happens once, however often it is sent', async (script, action, more) => {
    const fields = { member_id: tom.id, ...more() };
    const send = () => oldApp.as(ana).post(script, action, fields, { key: `key of ${action}` });
    const first = await send();
    expect([first.status, first.body.success]).toEqual([200, true]);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const books = await booksOf(studio);

    const { length } = await logOf(studio);
    for (const answer of await Promise.all([send(), send(), send()])) {
      expect([answer.status, answer.text]).toEqual([200, first.text]);
      expect(answer.headers.get('idempotency-replayed')).toBe('true');
    }
    expect(await logOf(studio)).toHaveLength(length);
    expect(await booksOf(studio)).toEqual(books);
  });

  it('holds in the old folder as well, and belongs to one request', async () => {
    const fields = { member_id: tom.id, adjustment: 3 };
    const key = 'one and only';
    const app = oldApp.as(ana);
    const first = await app.post(PAGE, 'adjust-session-count', fields, { key });
    const again = await app.in('/gym').post(PAGE, 'adjust-session-count', fields, { key });
    expect(again.text).toBe(first.text);
    const words = 'This idempotency key was used for another request. Use a new key.';
    const other = { ...fields, adjustment: 4 };
    expectSaid(await app.post(PAGE, 'adjust-session-count', other, { key }), 422, words);
    const pair = { member_id: tom.id, coach_id: ana.id };
    // The member's app shows the message of a 200 only.
    expectSaid(await app.post(COACH_API, 'deduct-session', pair, { key }), 200, words);
    // Another person's key is another key.
    const byAdmin = oldApp.as(await studio.given.admin());
    const answer = await byAdmin.post(PAGE, 'adjust-session-count', fields, { key });
    expect(answer.headers.get('idempotency-replayed')).toBeNull();
  });

  it('is checked after access is', async () => {
    const fields = { member_id: tom.id, adjustment: 5 };
    const key = 'of ana';
    await oldApp.as(ana).post(PAGE, 'adjust-session-count', fields, { key });
    const app = oldApp.as(await studio.given.coach());
    const answer = await app.post(PAGE, 'adjust-session-count', fields, { key });
    expectSaid(answer, 403, 'This is not one of your members.');
  });

  it('must be a key', async () => {
    const fields = { member_id: tom.id, adjustment: 1 };
    const long = { key: 'x'.repeat(129) };
    const words = 'Idempotency-Key must be 1 to 128 printable ASCII characters.';
    const answer = await oldApp.as(ana).post(PAGE, 'adjust-session-count', fields, long);
    expectSaid(answer, 400, words);
  });
});
