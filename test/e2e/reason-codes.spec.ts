import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Answer, TestPerson } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

const LATER = '2027-03-31T21:59:59Z';

describe('reasons by their code', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach('Ana Silva');
  });
  beforeEach(async () => {
    tom = await studio.given.member({ coach: ana, remaining: 5, expiresInDays: 10 });
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const refused = (answer: Answer, field: string) => {
    expect(answer).toBeProblem('validation_failed');
    expect(answer.body.errors).toMatchObject([{ field }]);
  };
  const asAna = () => studio.api.as(ana);
  const path = () => `/members/${tom.id}`;
  const packagePath = () => `${path()}/packages/${tom.packageId}`;
  const history = async () =>
    (await asAna().get(`${path()}/sessions?includeUndone=true`)).body.data as object[];

  /** What people do with a reason, and what it is in the log. */
  const ACTS = {
    'balance.adjusted': (why: object) => asAna().adjust(tom, { adjustment: 1, ...why }),
    'session.used': (why: object) => asAna().addUsage(tom, why),
    'session.undone': async (why: object) => {
      const { body } = await asAna().addUsage(tom);
      return asAna().undo(tom, (body.usage as { id: number }).id, why);
    },
    'package.changed': (why: object) => asAna().patch(packagePath(), { expiresAt: LATER, ...why }),
    'package.granted': async (why: object) =>
      studio.api
        .as(await studio.given.staff())
        .post(`${path()}/packages`, { coachId: ana.id, sessions: 10, ...why }),
  } as const;
  type Act = keyof typeof ACTS;
  const acts = Object.keys(ACTS) as Act[];

  describe.each([
    [{ reasonCode: 'goodwill', reason: undefined }],
    [{ reasonCode: 'illness', reason: 'Two weeks' }],
  ])('as %j', ({ reasonCode, reason }) => {
    it.each(acts)('are kept with %s', async (act) => {
      const why = reason === undefined ? { reasonCode } : { reasonCode, reason };
      const { answer, rows } = await logged(studio, () => ACTS[act](why));
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
      const said = { action: act, reason: reason ?? null };
      expect(rows.at(-1)).toMatchObject({ ...said, reason_code: reasonCode });
      const { body } = await asAna().get(`/activity?memberId=${tom.id}&action=${act}&limit=1`);
      expect(body.data).toMatchObject([{ ...said, reasonCode }]);
    });
  });

  it('stand in the history, that of an undo by itself', async () => {
    const added = await asAna().addUsage(tom, { reasonCode: 'technical', reason: 'Offline' });
    expect(added.body.usage).toMatchObject({ reasonCode: 'technical', reason: 'Offline' });
    const { id } = added.body.usage as { id: number };
    const undone = await asAna().undo(tom, id, { reasonCode: 'mistake' });
    expect(undone.body.usage).toMatchObject({
      ...{ reasonCode: 'technical', reason: 'Offline' },
      undone: { reasonCode: 'mistake', reason: null },
    });
    const adjusted = await asAna().adjust(tom, { adjustment: -1, reasonCode: 'agreed' });
    expect(adjusted.body.usage).toMatchObject({ reasonCode: 'agreed', reason: null });
    expect((await history()).slice(0, 2)).toMatchObject([
      adjusted.body.usage as object,
      undone.body.usage as object,
    ]);
  });

  it('are asked of nobody who gives none', async () => {
    const added = await asAna().addUsage(tom);
    expect(added.body.usage).toMatchObject({ reasonCode: null, reason: null });
    const { id } = added.body.usage as { id: number };
    expect((await asAna().undo(tom, id)).body.usage).toMatchObject({
      undone: { reasonCode: null, reason: null },
    });
    expect((await asAna().patch(packagePath(), { expiresAt: LATER })).status).toBe(200);
    expect((await asAna().adjust(tom, { adjustment: 1, reason: 'A gift' })).status).toBe(200);
  });

  it('or own words are needed for a correction, as before', async () => {
    const before = await booksOf(studio);
    refused(await asAna().adjust(tom, { adjustment: 1 }), 'reason');
    refused(await asAna().adjust(tom, { adjustment: 1, reason: ' ' }), 'reason');
    // A blank text is a mistake beside a code, too.
    const both = { adjustment: 1, reason: '', reasonCode: 'goodwill' };
    refused(await asAna().adjust(tom, both), 'reason');
    expect(await booksOf(studio)).toEqual(before);
  });

  it.each(acts)('that the studio does not offer refuse %s', async (act) => {
    const [first, ...others] = INITIAL_REASONS.map((one) => ({ ...one }));
    if (!first) throw new Error('the product has reasons');
    await set(studio, { reasons: [...others, { ...first, isArchived: true }] });
    const { id } = (await asAna().addUsage(tom, { usageDate: '2026-03-09' })).body.usage as {
      id: number;
    };
    const unknown = { reasonCode: 'nobody_knows', reason: 'Known words' };
    const archived = { reasonCode: first.code };
    for (const why of [unknown, archived]) {
      const ask =
        act === 'session.undone' ? () => asAna().undo(tom, id, why) : () => ACTS[act](why);
      const { answer, rows } = await logged(studio, ask);
      expect(answer).toBeProblem('reason_code_unknown');
      expect(answer.body.detail).toContain(why.reasonCode);
      expect(rows).toMatchObject([{ outcome: 'refused', code: 'reason_code_unknown' }]);
    }
    await set(studio, { reasons: INITIAL_REASONS });
  });

  it.each([[null], [''], ['g'], ['Goodwill'], [5], [['goodwill']]])(
    'are never %j',
    async (reasonCode) => {
      refused(await asAna().adjust(tom, { adjustment: 1, reasonCode }), 'reasonCode');
      refused(await asAna().addUsage(tom, { reasonCode }), 'reasonCode');
      refused(await asAna().patch(packagePath(), { reasonCode }), 'reasonCode');
    },
  );

  it('keep their old rows readable when they are archived', async () => {
    await asAna().adjust(tom, { adjustment: 1, reasonCode: 'goodwill' });
    const reasons = INITIAL_REASONS.map((one) =>
      one.code === 'goodwill' ? { ...one, isArchived: true, en: 'Kindness' } : one,
    );
    await set(studio, { reasons });
    expect((await history())[0]).toMatchObject({ reasonCode: 'goodwill' });
    const told = (await studio.api.get('/studio')).body.reasons as object[];
    expect(told).toContainEqual(expect.objectContaining({ code: 'goodwill', en: 'Kindness' }));
    await set(studio, { reasons: INITIAL_REASONS });
  });

  it('are what the log is asked for, by whoever may see it, in pages', async () => {
    const ben = await studio.given.coach('Ben');
    const kim = await studio.given.member({ coach: ben, remaining: 5 });
    await studio.api.as(ben).adjust(kim, { adjustment: 1, reasonCode: 'holidays' });
    const done = [1, 2, 3].map(async (adjustment) =>
      asAna().adjust(tom, { adjustment, reasonCode: 'holidays' }),
    );
    await Promise.all([...done, asAna().adjust(tom, { adjustment: 4, reasonCode: 'agreed' })]);
    const asked = async (query: string, who = ana) =>
      (await studio.api.as(who).get(`/activity?reasonCode=holidays${query}`)).body as {
        data: { reasonCode: string; memberId: number; id: number }[];
        nextCursor: string | null;
      };
    const first = await asked('&limit=2');
    const rest = await asked(`&limit=2&cursor=${first.nextCursor}`);
    expect([first.data.length, rest.data.length, rest.nextCursor]).toEqual([2, 1, null]);
    const rows = [...first.data, ...rest.data];
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    for (const row of rows) expect(row).toMatchObject({ reasonCode: 'holidays', memberId: tom.id });
    expect((await asked('', await studio.given.admin())).data).toHaveLength(4);
    expect((await asked('&action=package.changed')).data).toEqual([]);
    refused(await asAna().get('/activity?reasonCode=Holidays'), 'reasonCode');
  });

  it('are part of a request that is repeated', async () => {
    const headers = { 'Idempotency-Key': `code-${tom.id}` };
    const body = { adjustment: 1, reasonCode: 'goodwill' };
    const first = await asAna().adjust(tom, body, { headers });
    const other = await asAna().adjust(tom, { ...body, reasonCode: 'agreed' }, { headers });
    expect(other).toBeProblem('idempotency_key_reused');
    // What was done is answered as before, whatever the studio offers by now.
    await set(studio, { reasons: [] });
    const again = await asAna().adjust(tom, body, { headers });
    expect([again.status, again.body]).toEqual([200, first.body]);
    await set(studio, { reasons: INITIAL_REASONS });
  });

  it('edited in one of the two tables are found', async () => {
    await asAna().adjust(tom, { adjustment: 1, reasonCode: 'goodwill' });
    const change = async (code: string) =>
      studio.sql(
        `UPDATE coach_usage_history SET reason_code = ? WHERE coach_member_id = ?
            AND adjustment_type = 'adjustment'`,
        [code, tom.packageId],
      );
    await change('agreed');
    const { text } = await studio.app.get(VerifyService).verify();
    expect(text).toContain('has another reason than the history');
    await change('goodwill');
  });
});
