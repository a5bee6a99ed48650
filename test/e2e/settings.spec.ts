import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import { Settings } from '../../src/settings/settings.service.js';
import type { Api } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { MailedStage } from '../support/mailed.js';
import type { Studio } from '../support/studio.js';

const INITIAL = {
  ...{ studioName: null, color: null, currency: null, locale: null, replyTo: null },
  ...{ lowBalance: 3, expiringWithinDays: 14, coachSales: 'off' },
  ...{ coachGivesPerMemberMonth: null, coachExtendsDays: null },
  ...{ coachLargestCorrection: null, owedSessions: 3, freezeDays: 60 },
  reasons: INITIAL_REASONS,
};

describe('the settings', () => {
  let stage: MailedStage;
  let studio: Studio;
  let admin: Api;

  beforeAll(async () => {
    stage = await MailedStage.open();
    ({ studio } = stage);
    admin = stage.people.admin.api;
  });
  afterAll(() => stage.close());

  const read = async (api = admin) =>
    (await api.get('/settings')).body as { values: object; version: number; timeZone: string };
  const patch = (values: object, expectedVersion: number, api = admin, more = {}) =>
    api.patch('/settings', { values, expectedVersion }, more);
  const set = async (values: object) => {
    const answer = await patch(values, (await read()).version);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer;
  };

  it('are as if there were none until somebody sets one', async () => {
    expect(await read()).toEqual({ values: INITIAL, version: 0, timeZone: 'Europe/Berlin' });
  });

  it('that are named change, the others stay, and the log says what was and what is', async () => {
    const first = await logged(studio, () => patch({ studioName: ' Studio Nord ' }, 0));
    expect(first.answer.status).toBe(200);
    expect(first.answer.body).toEqual({
      values: { ...INITIAL, studioName: 'Studio Nord' },
      ...{ version: 1, timeZone: 'Europe/Berlin' },
    });
    expect(first.rows).toMatchObject([
      {
        ...{ action: 'settings.changed', outcome: 'done', member_id: null },
        ...{ before: { studioName: null }, after: { studioName: 'Studio Nord' } },
      },
    ]);
    expect(first.rows[0]?.after).toEqual({ studioName: 'Studio Nord' });
    const values = { ...INITIAL, studioName: 'Studio Nord', locale: 'de' };
    expect((await set({ studioName: 'Studio Nord', locale: 'de' })).body).toMatchObject({
      ...{ values, version: 2 },
    });
    expect(await read()).toMatchObject({ values, version: 2 });
    const last = await logged(studio, () => patch({ studioName: null, locale: null }, 2));
    expect(last.rows[0]).toMatchObject({
      before: { studioName: 'Studio Nord', locale: 'de' },
      after: { studioName: null, locale: null },
    });
    expect(await read()).toMatchObject({ values: INITIAL, version: 3 });
    const [row] = await studio.sql("SELECT * FROM coach_setting WHERE name = 'locale'");
    const { id } = stage.people.admin.person;
    expect(row).toMatchObject({ value: 'null', version: 3, changed_by: id });
  });

  it('that are so already change nothing, not even the version', async () => {
    const { version, values } = await read();
    for (const same of [{}, values]) {
      const { answer, rows } = await logged(studio, () => patch(same, version));
      expect([answer.status, answer.body.version, rows]).toEqual([200, version, []]);
    }
    expect(await read()).toMatchObject({ version, values });
  });

  it('at another version than the expected one are refused, and stay', async () => {
    await set({ studioName: 'Here' });
    const { version } = await read();
    const before = await booksOf(studio);
    for (const other of [version - 1, version + 1]) {
      const refused = await patch({ studioName: 'There' }, other);
      expect(refused).toBeProblem('settings_changed');
      expect(refused.body).toMatchObject({ version });
    }
    // What it is already, too: whoever asks has not seen it.
    expect(await patch({ studioName: 'Here' }, version - 1)).toBeProblem('settings_changed');
    expect(await booksOf(studio)).toEqual(before);
  });

  it('that several change at once are changed by one', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { version } = await read();
      const names = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => `${letter}${round}`);
      const { answer: answers, rows } = await logged(studio, () =>
        Promise.all(names.map((studioName) => patch({ studioName }, version))),
      );
      const won = answers.flatMap(({ status }, n) => (status === 200 ? [names[n]] : []));
      expect(won).toHaveLength(1);
      for (const lost of answers.filter(({ status }) => status !== 200)) {
        expect(lost).toBeProblem('settings_changed');
      }
      const now = await read();
      expect(now).toMatchObject({ version: version + 1, values: { studioName: won[0] } });
      expect(rows.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
      expect(studio.app.get(Settings).values.studioName).toBe(won[0]);
    }
  });

  it('that several change for the first time at once are changed by one', async () => {
    await studio.sql('DELETE FROM coach_setting');
    const answers = await Promise.all(
      ['A', 'B', 'C', 'D'].map((studioName) => patch({ studioName }, 0)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await read()).version).toBe(1);
  });

  it('are changed once by the same request', async () => {
    const { version } = await read();
    const headers = { 'Idempotency-Key': 'settings-once' };
    const once = await patch({ studioName: 'Once' }, version, admin, { headers });
    const twice = await patch({ studioName: 'Once' }, version, admin, { headers });
    expect([once.status, twice.status]).toEqual([200, 200]);
    expect(twice.body).toEqual(once.body);
    expect((await read()).version).toBe(version + 1);
  });

  it.each([
    ['studioName', ''],
    ['studioName', '   '],
    ['studioName', 'x'.repeat(61)],
    ['studioName', 'two\nlines'],
    ['studioName', 5],
    ['color', '#FFFFFF'],
    ['color', '#fff'],
    ['color', 'red'],
    ['color', '#0b6e69;}'],
    ['color', ''],
    ['color', 0x0b6e69],
    ['currency', 'eur'],
    ['currency', 'EURO'],
    ['currency', 'XXQ'],
    ['currency', ''],
    ['locale', 'fr'],
    ['locale', 'DE'],
    ['replyTo', 'nobody'],
    ['replyTo', 'desk@example.com'],
    ['replyTo', 'desk@studio.invalid'],
    ['replyTo', ''],
    ['replyTo', ['desk@studio.test']],
    ['lowBalance', -1],
    ['lowBalance', 21],
    ['lowBalance', 2.5],
    ['lowBalance', '3'],
    ['lowBalance', null],
    ['expiringWithinDays', 0],
    ['expiringWithinDays', 91],
    ['expiringWithinDays', null],
    ['coachSales', 'on'],
    ['coachSales', 'SELL'],
    ['coachSales', null],
    ['coachGivesPerMemberMonth', -1],
    ['coachGivesPerMemberMonth', 101],
    ['coachGivesPerMemberMonth', '5'],
    ['freezeDays', 367],
    ['freezeDays', -1],
    ['coachExtendsDays', 367],
    ['coachExtendsDays', 0.5],
    ['coachLargestCorrection', 0],
    ['coachLargestCorrection', 1001],
    ['coachLargestCorrection', 2 ** 53],
    ['owedSessions', null],
    ['owedSessions', 21],
    ['timeZone', 'Europe/Paris'],
    ['*', null],
    ['constructor', 1],
  ])('refuse %s %j', async (name, value) => {
    const { version } = await read();
    const answer = await patch({ [name]: value }, version);
    expect(answer).toBeProblem('validation_failed');
    const [error] = answer.body.errors as { field: string; message: string }[];
    expect(error?.field).toBe(`values.${name}`);
    expect(error?.message).toContain(`values.${name}`);
    expect((await read()).version).toBe(version);
  });

  it.each([
    [{ values: [], expectedVersion: 0 }, 'values'],
    [{ values: null, expectedVersion: 0 }, 'values'],
    [{ expectedVersion: 0 }, 'values'],
    [{ values: {} }, 'expectedVersion'],
    [{ values: {}, expectedVersion: -1 }, 'expectedVersion'],
    [{ values: {}, expectedVersion: '1' }, 'expectedVersion'],
  ])('refuse the body %j', async (body, field) => {
    const answer = await admin.patch('/settings', body);
    expect(answer).toBeProblem('validation_failed');
    expect(answer.body.errors).toMatchObject([{ field }]);
  });

  it('have the longest name, and letters of all kinds', async () => {
    for (const studioName of ['x'.repeat(60), '”Üb&r <b>', '東京スタジオ']) {
      expect((await set({ studioName })).body).toMatchObject({ values: { studioName } });
    }
  });

  it('are for admins, who gave the password lately', async () => {
    const { version } = await read();
    for (const role of ['staff', 'coach', 'member'] as const) {
      const { api } = await stage.people.signedIn(role);
      expect(await api.get('/settings')).toBeProblem('forbidden');
      expect(await patch({ studioName: 'Mine' }, version, api)).toBeProblem('forbidden');
    }
    const other = await stage.people.signedIn('admin');
    studio.clock.advance({ minutes: 11 });
    const asked = await patch({ studioName: 'Late' }, version, other.api);
    expect(asked).toBeProblem('password_needed');
    expect((await other.api.get('/settings')).status).toBe(200);
    expect((await read()).version).toBe(version);
    studio.clock.advance({ minutes: -11 });
  });

  it('are told to everybody as far as everybody may know', async () => {
    const look = { color: '#a01020', currency: 'CHF' };
    await set({ studioName: 'Studio Ost', ...look, locale: 'de', replyTo: 'desk@studio.test' });
    const { body } = await studio.api.get('/studio');
    expect(body).toMatchObject({ name: 'Studio Ost', ...look, locale: 'de' });
    expect(JSON.stringify(body)).not.toContain('desk@');
    const staff = (await stage.people.signedIn('staff')).api;
    const log = async (api: Api) =>
      ((await api.get('/activity?action=settings.changed&limit=1')).body.data as object[])[0];
    expect(await log(admin)).toMatchObject({ after: { replyTo: 'desk@studio.test' }, hidden: [] });
    expect(await log(staff)).toMatchObject({ hidden: ['replyTo'], requestId: expect.any(String) });
    expect(JSON.stringify(await log(staff))).not.toContain('desk@');
    expect(JSON.stringify(await log(staff))).toContain('Studio Ost');
  });
});
