import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shadesOf } from '../../src/common/accent.js';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import { Settings } from '../../src/settings/settings.service.js';
import { captureLog } from '../support/captured-log.js';
import { MailedStage } from '../support/mailed.js';
import { openStudio, type Studio } from '../support/studio.js';

const INITIAL = {
  ...{ studioName: null, color: null, currency: null, locale: null, replyTo: null },
  ...{ lowBalance: 3, expiringWithinDays: 14, coachSales: 'off' },
  ...{ coachGivesPerMemberMonth: null, coachExtendsDays: null },
  ...{ coachLargestCorrection: null, owedSessions: 3, freezeDays: 60 },
  reasons: INITIAL_REASONS,
};

describe('settings', () => {
  let stage: MailedStage;
  let studio: Studio;

  beforeAll(async () => {
    stage = await MailedStage.open();
    ({ studio } = stage);
  });
  afterAll(() => stage.close());

  const read = async () => (await stage.people.admin.api.get('/settings')).body;
  async function set(values: object): Promise<void> {
    const body = { values, expectedVersion: (await read()).version };
    expect((await stage.people.admin.api.patch('/settings', body)).status).toBe(200);
  }

  describe('in letters', () => {
    /** What somebody is sent who has forgotten the password. */
    async function sent(how: { asks?: string; locale?: string } = {}) {
      const { id } = await studio.given.member();
      const email = `member${id}@people.test`;
      const own = how.locale === undefined ? {} : { locale: how.locale };
      await stage.people.change({ id }, { email, ...own });
      const headers: Record<string, string> =
        how.asks === undefined ? {} : { 'Accept-Language': how.asks };
      await stage.forget(email, '203.0.113.1', headers);
      const [received] = await stage.mails();
      return received?.mail;
    }

    it('give the name of the studio, and none where it has none', async () => {
      await set({ studioName: 'Studio Ost', locale: null, replyTo: null });
      const named = await sent();
      expect(named?.subject).toBe('A new password for Studio Ost');
      expect(named?.from?.value).toMatchObject([{ name: 'Studio Süd' }]);
      await set({ studioName: null });
      expect((await sent())?.subject).toBe('A new password for Studio Süd');
    });

    it('have the colour of the studio, and the product’s own where it has none', async () => {
      await set({ color: '#a01020' });
      expect((await sent())?.html).toContain(`background:${shadesOf('#a01020')[8]}`);
      await set({ color: null });
      expect((await sent())?.html).toContain('background:#0b6e69');
    });

    it('have answers go where they are read, and say so', async () => {
      await set({ replyTo: 'desk@answers.test' });
      const answered = await sent();
      expect(answered?.replyTo?.value).toMatchObject([{ address: 'desk@answers.test' }]);
      expect(answered?.text).toContain('Answers are read.');
      await set({ replyTo: null });
      const silent = await sent();
      expect(silent?.replyTo).toBeUndefined();
      expect(silent?.text).toContain('Nobody reads answers.');
    });

    it('are in the own language, else the one asked for, else the studio’s', async () => {
      await set({ locale: 'de' });
      const german = 'Ein neues Passwort für Studio Süd';
      expect((await sent())?.subject).toBe(german);
      expect((await sent({ asks: 'en' }))?.subject).toContain('A new password');
      await set({ locale: null });
      expect((await sent({ asks: 'en', locale: 'de' }))?.subject).toBe(german);
      expect((await sent())?.subject).toContain('A new password');
      await set({ locale: 'de' });
      const invited = await stage.people.invite({ email: 'without@people.test' });
      expect(invited.status).toBe(201);
      expect((await stage.mails())[0]?.mail.subject).toContain('Zugang');
      await set({ locale: null });
    });
  });

  describe('in other processes', () => {
    const other = async () =>
      openStudio({
        ...{ databaseUrl: studio.databaseUrl, now: studio.clock.now().toISOString() },
        env: { LOG_LEVEL: 'warn' },
      });
    const nameBy = async (one: Studio) => (await one.api.get('/studio')).body.name as unknown;

    it('are known at the start and a few seconds after a change', async () => {
      await set({ studioName: 'Before' });
      const second = await other();
      await second.app.get(Settings).begin();
      expect(await nameBy(second)).toBe('Before');
      await set({ studioName: 'After' });
      expect(await nameBy(studio)).toBe('After');
      await expect.poll(() => nameBy(second), { timeout: 5_000 }).toBe('After');
      await second.close();
    });

    it('are read past what a later release, or a hand, has written', async () => {
      await set({ studioName: 'Right', locale: 'de' });
      await studio.sql("UPDATE coach_setting SET value = '\"fr\"' WHERE name = 'locale'");
      await studio.sql("UPDATE coach_setting SET value = '{' WHERE name = 'studioName'");
      await studio.sql("UPDATE coach_setting SET name = 'later' WHERE name = 'replyTo'");
      expect(await read()).toMatchObject({ values: INITIAL });
      await set({ studioName: 'Again', locale: 'en' });
      expect(await read()).toMatchObject({ values: { studioName: 'Again', locale: 'en' } });
    });

    it('stay as they were known while the database does not answer', async () => {
      const second = await other();
      const log = captureLog(second);
      await second.app.get(Settings).begin();
      await studio.sql('ALTER TABLE coach_setting RENAME TO coach_setting_away');
      await second.app.get(Settings).begin();
      await second.app.get(Settings).begin();
      expect(await nameBy(second)).toBe('Again');
      expect(log.text.match(/the settings cannot be looked at/g)).toHaveLength(1);
      await studio.sql('ALTER TABLE coach_setting_away RENAME TO coach_setting');
      await second.close();
    });
  });
});
