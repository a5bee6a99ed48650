import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { INITIAL_REASONS } from '../../src/settings/reason-rules.js';
import { Settings } from '../../src/settings/settings.service.js';
import { set } from '../support/settings.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('the settings', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  async function openAsAdmin(name: string): Promise<AppWindow> {
    const admin = await givenPerson(studio, 'admin', name);
    const opened = await AppWindow.openAs(browser, studio, admin);
    await opened.page.getByRole('link', { name: 'Account' }).click();
    await opened.page.getByRole('link', { name: /^Settings/ }).click();
    await opened.page.getByLabel('Name of the studio').waitFor();
    return opened;
  }
  const field = (name: string) => app.page.getByLabel(name);
  const save = () => app.page.getByRole('button', { name: 'Save' }).click();

  it('name the studio, in the app and before anybody has signed in', async () => {
    app = await openAsAdmin('Ada Names');
    await field('Name of the studio').fill('Studio South');
    await field('Language of mails').selectOption('German');
    await field('Answers to mails go to').fill('desk');
    await save();
    await app.page.getByText('This is no e-mail address that somebody reads.').waitFor();
    await expectFit(app);
    await field('Answers to mails go to').fill('desk@people.test');
    await save();
    await app.page.getByText('The settings are saved.').waitFor();
    expect(studio.app.get(Settings).values).toMatchObject({
      ...{ studioName: 'Studio South', locale: 'de', replyTo: 'desk@people.test' },
    });
    await expect.poll(() => app.page.title()).toBe('Settings · Studio South');
    const stranger = await AppWindow.open(browser, studio);
    await stranger.page.getByRole('heading', { level: 1, name: 'Studio South' }).waitFor();
    await stranger.close();
  });

  it('say from when on a member needs attention', async () => {
    const coach = await studio.given.coach();
    await studio.given.member({ name: 'Lou Seven', coach, remaining: 7 });
    app = await openAsAdmin('Di Numbers');
    const numbers = async () => [
      await field('Few sessions: up to').inputValue(),
      await field('Ends soon: within days').inputValue(),
    ];
    expect(await numbers()).toEqual(['3', '14']);
    await field('Few sessions: up to').fill('7');
    // What is emptied is as it was; what cannot be is not taken.
    await field('Ends soon: within days').fill('');
    await field('Few sessions: up to').focus();
    expect(await numbers()).toEqual(['7', '14']);
    await field('Few sessions: up to').pressSequentially('9');
    await field('Ends soon: within days').fill('30');
    await expectFit(app);
    await save();
    await app.page.getByText('The settings are saved.').waitFor();
    expect(studio.app.get(Settings).values).toMatchObject({
      ...{ lowBalance: 7, expiringWithinDays: 30 },
    });
    expect(await numbers()).toEqual(['7', '30']);
    await app.page.getByRole('link', { name: 'Members' }).click();
    await app.page
      .getByRole('listitem')
      .filter({ hasText: 'Lou Seven' })
      .getByText('Low')
      .waitFor();
    await app.page.getByRole('link', { name: 'Activity' }).click();
    await app.page
      .getByRole('button', { name: /^Details: .*settings/i })
      .first()
      .click();
    // By the names of the page, not by those of the API.
    await app.page.getByRole('row', { name: 'Few sessions: up to 3 7' }).waitFor();
  });

  it('have coaches ask for a sale, or leave it to the desk', async () => {
    const coach = await givenPerson(studio, 'coach', 'Ana Sells');
    const tom = await studio.given.member({ name: 'Tom Buys', coach, remaining: 1 });
    app = await openAsAdmin('Ed Lets');
    await field('Sessions that a coach may give').fill('5');
    await field('Days by which coaches may extend').fill('30');
    await field('Packages that coaches sell').selectOption(
      'Wait for the front desk to approve them',
    );
    await save();
    await app.page.getByText('The settings are saved.').waitFor();
    const limits = { coachGivesPerMemberMonth: 5, coachExtendsDays: 30 };
    expect(studio.app.get(Settings).values).toMatchObject(limits);
    const openAsCoach = async () => {
      const opened = await AppWindow.openAs(browser, studio, coach);
      await opened.goTo(`/members/${tom.id}`);
      await opened.page.getByRole('heading', { level: 1, name: 'Tom Buys' }).waitFor();
      return opened;
    };
    const asking = await openAsCoach();
    await asking.page.getByRole('button', { name: 'Sell package' }).click();
    const sheet = asking.page.getByRole('dialog');
    await sheet.getByText('10 sessions with Ana Sells').waitFor();
    expect(await sheet.getByLabel('Coach', { exact: true }).count()).toBe(0);
    expect(await sheet.getByText('Ask the coach first').count()).toBe(0);
    await expectFit(asking);
    await sheet.getByRole('button', { name: 'Sell', exact: true }).click();
    await asking.page.getByText(/^Sold · 10 sessions .*, waits for approval$/).waitFor();
    await asking.close();
    const { body } = await studio.api.as(coach).member(tom);
    expect(body.packages).toMatchObject([{ state: 'pending' }, { state: 'active' }]);
    // The page knows what was set a moment ago; what is said of the sale goes by the answer.
    await set(studio, { coachSales: 'sell' });
    const holding = await openAsCoach();
    await holding.page.getByRole('button', { name: 'Sell package' }).click();
    await holding.page.getByText(/^10 sessions with Ana Sells, without an end date$/).waitFor();
    await set(studio, { coachSales: 'request' });
    await holding.page.getByRole('button', { name: 'Sell', exact: true }).click();
    await holding.page.getByText(/^Sold · 10 sessions .*, waits for approval$/).waitFor();
    await holding.close();
    await set(studio, { coachSales: 'off' });
    const silent = await openAsCoach();
    expect(await silent.page.getByRole('button', { name: 'Sell package' }).count()).toBe(0);
    await silent.close();
  });

  it('tell a coach what is left of a limit', async () => {
    await set(studio, { coachGivesPerMemberMonth: 1, coachExtendsDays: 3 });
    const coach = await givenPerson(studio, 'coach', 'Cleo Gives');
    const member = { name: 'Tom Wants', coach, remaining: 5, expiresInDays: 10 };
    const tom = await studio.given.member(member);
    app = await AppWindow.openAs(browser, studio, coach);
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByRole('button', { name: 'Correct', exact: true }).click();
    const sheet = app.page.getByRole('dialog');
    const one = sheet.getByRole('button', { name: 'One more' });
    await one.click();
    await one.click();
    await sheet.getByRole('button', { name: 'Goodwill' }).click();
    const give = sheet.getByRole('button', { name: 'Save' });
    await give.click();
    await sheet.getByText(/^Alone, a coach .* 1 session a month: 1 left\. For more/).waitFor();
    await expectFit(app);
    await sheet.getByRole('button', { name: 'One less' }).click();
    await give.click();
    await app.page.getByText('The new balance is 6.').waitFor();
    await app.page.getByRole('button', { name: 'Change the package with Cleo Gives' }).click();
    await sheet.getByRole('button', { name: /^Extend/ }).click();
    await sheet.getByRole('button', { name: '+1 week' }).click();
    await sheet.getByRole('button', { name: 'Extend' }).click();
    await sheet.getByText('Please say why; it stays in the history.').waitFor();
    await sheet.getByRole('button', { name: 'Ill or injured' }).click();
    await sheet.getByRole('button', { name: 'Extend' }).click();
    await sheet.getByText(/^Alone, coaches .* by 3 days: 3 left\. For more/).waitFor();
    await set(studio, { coachExtendsDays: 0 });
    await sheet.getByRole('button', { name: 'Extend' }).click();
    await sheet.getByText(/^Alone, coaches .* by 0 days: none left\. For more/).waitFor();
    await set(studio, { coachGivesPerMemberMonth: null, coachExtendsDays: null });
  });

  it('word, order and archive the reasons that people choose from', async () => {
    app = await openAsAdmin('Flo Words');
    const sheet = app.page.getByRole('dialog');
    const rows = app.page.getByRole('region', { name: 'Reasons' }).getByRole('listitem');
    const button = (name: string) => app.page.getByRole('button', { name, exact: true });
    await rows.first().getByText('Entered by mistake').waitFor();
    await button('Add a reason').click();
    await expectFit(app);
    await sheet.getByLabel('Text in English').fill('No parking space');
    await sheet.getByRole('button', { name: 'Done' }).click();
    await sheet.getByText('Please write a text; people read it in their own language.').waitFor();
    await sheet.getByLabel('Text in German').fill('Kein Parkplatz');
    await app.page.keyboard.press('Enter');
    await sheet.waitFor({ state: 'detached' });
    // Nothing is saved before the page is.
    expect(studio.app.get(Settings).values.reasons).toHaveLength(INITIAL_REASONS.length);
    const up = button('Further up: No parking space');
    for (let place = INITIAL_REASONS.length; place > 0; place -= 1) await up.press('Enter');
    await rows.first().getByText('Kein Parkplatz').waitFor();
    await app.page.getByText(/^No parking space: 1 of/).waitFor();
    await button('Further down: Entered by mistake').click();
    await button('Change: Goodwill').click();
    await sheet.getByLabel('Text in German').fill('Aus Kulanz');
    await sheet.getByRole('switch', { name: 'Is offered' }).uncheck({ force: true });
    await expectFit(app);
    await sheet.getByRole('button', { name: 'Done' }).click();
    await rows.filter({ hasText: 'Aus Kulanz' }).getByText('Not offered').waitFor();
    await expectFit(app);
    await save();
    await app.page.getByText('The settings are saved.').waitFor();
    const { reasons } = studio.app.get(Settings).values;
    expect(reasons.slice(0, 3).map(({ code }) => code)).toEqual([
      ...['no_parking_space', 'not_trained', 'mistake'],
    ]);
    expect(reasons.find(({ code }) => code === 'goodwill')).toEqual({
      ...{ code: 'goodwill', en: 'Goodwill', de: 'Aus Kulanz', isArchived: true },
    });
    await app.page.getByRole('link', { name: 'Activity' }).click();
    await app.page
      .getByRole('button', { name: /^Details: .*settings/i })
      .first()
      .click();
    await app.page
      .getByRole('row', { name: /^Reasons .* No parking space · .*Goodwill \(not offered\)/ })
      .waitFor();
    await set(studio, { reasons: INITIAL_REASONS });
  });

  it('are not overwritten by whoever has not seen what another admin set', async () => {
    app = await openAsAdmin('Bo Late');
    const other = await openAsAdmin('Cy Early');
    await other.page.getByLabel('Name of the studio').fill('Studio North');
    await other.page.getByRole('button', { name: 'Save' }).click();
    await other.page.getByText('The settings are saved.').waitFor();
    await other.close();
    await field('Name of the studio').fill('Studio East');
    await save();
    await app.page.getByText('Somebody else changed the settings meanwhile.').waitFor();
    // What was typed is there until it is given up.
    expect(await field('Name of the studio').inputValue()).toBe('Studio East');
    await app.page.getByRole('button', { name: 'Show what is set now' }).click();
    await expect.poll(() => field('Name of the studio').inputValue()).toBe('Studio North');
    await field('Name of the studio').fill('');
    await save();
    await app.page.getByText('The settings are saved.').waitFor();
    expect(studio.app.get(Settings).values.studioName).toBe(null);
    await expect.poll(() => app.page.title()).toBe('Settings · Coach sessions');
  });
});
