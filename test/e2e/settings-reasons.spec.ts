import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { MailedStage } from '../support/mailed.js';

const [FIRST, ...OTHERS] = INITIAL_REASONS;
const PARKING = {
  code: 'parking',
  en: 'No parking space',
  de: 'Kein Parkplatz',
  isArchived: false,
};

describe('the reasons that a studio sets', () => {
  let stage: MailedStage;

  beforeAll(async () => {
    stage = await MailedStage.open();
  });
  afterAll(() => stage.close());

  interface Settings {
    readonly values: { readonly reasons: object[] };
    readonly version: number;
  }
  const read = async () => (await stage.people.admin.api.get('/settings')).body as Settings;
  const patch = async (reasons: unknown) => {
    const { version: expectedVersion } = await read();
    return stage.people.admin.api.patch('/settings', { values: { reasons }, expectedVersion });
  };
  const told = async () => (await stage.studio.api.get('/studio')).body.reasons as object[];

  it('are those of the product until it sets some', async () => {
    expect((await read()).values.reasons).toEqual(INITIAL_REASONS);
    expect(await told()).toEqual(INITIAL_REASONS);
  });

  it('are added to, worded anew, put in another order and archived', async () => {
    const { code, en } = FIRST ?? PARKING;
    const reworded = { code, en, de: 'Vertippt' };
    const wanted = [PARKING, ...OTHERS, { ...reworded, isArchived: true }];
    const { answer, rows } = await logged(stage.studio, () => patch(wanted));
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect((await read()).values.reasons).toEqual(wanted);
    expect(await told()).toEqual(wanted);
    expect(rows).toMatchObject([
      { before: { reasons: INITIAL_REASONS }, after: { reasons: wanted } },
    ]);
    // What is not said to be archived is offered.
    expect((await patch([PARKING, ...OTHERS, reworded])).status).toBe(200);
    expect((await told()).at(-1)).toEqual({ ...reworded, isArchived: false });
  });

  it('that are so already change nothing', async () => {
    const { values, version } = await read();
    const { answer, rows } = await logged(stage.studio, () => patch(values.reasons));
    expect([answer.status, answer.body.version, rows]).toEqual([200, version, []]);
  });

  it('never lose one: what was given would have no text', async () => {
    const { values, version } = await read();
    for (const fewer of [values.reasons.slice(1), []]) {
      const refused = await patch(fewer);
      expect(refused).toBeProblem('validation_failed');
      expect(refused.body.errors).toMatchObject([
        { field: 'values.reasons', pointer: '/values/reasons' },
      ]);
      expect(JSON.stringify(refused.body.errors)).toContain('parking');
    }
    expect((await read()).version).toBe(version);
  });

  it('have texts of 60 letters, of whatever kind', async () => {
    for (const en of ['x'.repeat(60), '🏋️'.repeat(30), '遅すぎるキャンセル']) {
      const { values } = await read();
      const [parking, ...others] = values.reasons;
      const answer = await patch([{ ...parking, en }, ...others]);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      expect((await read()).values.reasons[0]).toMatchObject({ en });
    }
  });

  it.each([
    [null, 'values.reasons'],
    [{}, 'values.reasons'],
    ['goodwill', 'values.reasons'],
    [[null], 'values.reasons'],
    [[[PARKING]], 'values.reasons'],
    [[{ ...PARKING, code: 'Parking' }], 'values.reasons.0.code'],
    [[{ ...PARKING, code: 'p' }], 'values.reasons.0.code'],
    [[{ ...PARKING, code: null }], 'values.reasons.0.code'],
    [[PARKING, { ...PARKING, code: 'x'.repeat(33) }], 'values.reasons.1.code'],
    [[{ ...PARKING, en: '' }], 'values.reasons.0.en'],
    [[{ ...PARKING, de: '  ' }], 'values.reasons.0.de'],
    [[{ ...PARKING, en: 'x'.repeat(61) }], 'values.reasons.0.en'],
    [[{ ...PARKING, de: 'zwei\nZeilen' }], 'values.reasons.0.de'],
    [[{ ...PARKING, isArchived: 'no' }], 'values.reasons.0.isArchived'],
    [[{ ...PARKING, fr: 'Stationnement' }], 'values.reasons.0.fr'],
  ])('refuse %j', async (reasons, field) => {
    const { version } = await read();
    const answer = await patch(reasons);
    expect(answer).toBeProblem('validation_failed');
    const [error] = answer.body.errors as { field: string; message: string }[];
    expect(error?.field).toBe(field);
    expect(error?.message).toContain(field);
    expect((await read()).version).toBe(version);
  });

  it('refuse a code twice, and more than there may be', async () => {
    const { values } = await read();
    const room = 30 - values.reasons.length;
    const more = Array.from({ length: room + 1 }, (_, n) => ({ ...PARKING, code: `more_${n}` }));
    for (const [added, why] of [
      [[PARKING], 'twice'],
      [more, '30'],
    ] as const) {
      const refused = await patch([...values.reasons, ...added]);
      expect(refused).toBeProblem('validation_failed');
      expect(JSON.stringify(refused.body.errors)).toContain(why);
    }
    const most = [...values.reasons, ...more.slice(1)];
    expect((await patch(most)).status).toBe(200);
    expect(await told()).toEqual(most);
  });
});
