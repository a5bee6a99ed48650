import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, type WindowOptions } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('money that is paid back', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let itemId: number;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      itemId = (await givenItem(studio)).id;
    },
    () => app,
  );

  /** The page of a member who paid for ten sessions, as the front desk sees it. */
  async function openMember(name: string, options: WindowOptions = {}) {
    const desk = await givenPerson(studio, 'staff', `Desk ${name}`);
    const member = await givenPerson(studio, 'member', name);
    const api = studio.api.as(desk);
    const payment = { method: 'cash' };
    const body = { coachId: ana.id, catalogueItemId: itemId, payment };
    const sold = await api.post(`/members/${member.id}/packages`, body);
    expect(sold.status, sold.text).toBe(201);
    const path = `/members/${member.id}/payments`;
    const paid = async () => (await api.get(path)).body.data[0];
    app = await AppWindow.openAs(browser, studio, desk, options);
    await app.goTo(`/members/${member.id}`);
    return { member, paid, path, api };
  }
  const openSheet = (name = /^Pay back: receipt/) => app.page.getByRole('button', { name }).click();
  const tap = (name: string | RegExp) => app.sheet.getByRole('button', { name }).click();
  const say = (why: string) =>
    app.sheet.getByRole('textbox', { name: /^In your own words/ }).fill(why);

  it('is what is left unless somebody says otherwise, and has a receipt', async () => {
    const { paid } = await openMember('Mo Moves');
    await openSheet();
    await app.sheet.getByText('Mo Moves is paid €450.00 and loses 10 sessions.').waitFor();
    await expectFit(app, TEXTS);
    await tap('Pay back €450.00');
    await app.sheet.getByText('Please say why; it stays in the activity log.').waitFor();
    await app.sheet.getByLabel('Sessions that go back').fill('9');
    await app.sheet.getByText('Mo Moves is paid €405.00 and loses 9 sessions.').waitFor();
    await say('Moves away');
    await tap('Pay back €405.00');
    await app.page.getByText('€405.00 paid back', { exact: true }).waitFor();
    expect((await paid()).refunds).toMatchObject([
      { amountMinor: 40_500, sessions: 9, reason: 'Moves away' },
    ]);
    await expectFit(app, TEXTS);
    await app.page.getByRole('link', { name: /paid back/ }).click();
    await app.page.getByText('Sessions that went back').waitFor();
    await app.page.getByText('-€405.00').waitFor();
    await app.page.getByRole('button', { name: 'Print' }).waitFor();
    expect(await app.page.getByRole('button', { name: 'Take it back' }).count()).toBe(0);
    await expectFit(app, TEXTS);
  });

  it('is another amount where somebody types it, and no more than there is', async () => {
    const { paid, path } = await openMember('Al Agreed');
    const { id } = await paid();
    await app.goTo(`${path}/${id}`);
    await openSheet(/^Pay back/);
    await app.sheet.getByLabel('Sessions that go back').fill('11');
    await app.sheet.getByLabel('Amount in EUR').fill('450.01');
    await say('Agreed');
    await tap(/^Pay back/);
    await app.sheet.getByText('No more than 10 sessions are left.').waitFor();
    await app.sheet.getByText('No more than €450.00 is left of the payment.').waitFor();
    await expectFit(app);
    await app.sheet.getByLabel('Sessions that go back').fill('0');
    await app.sheet.getByLabel('Amount in EUR').fill('12.50');
    await app.sheet.getByText('Al Agreed is paid €12.50, and no session goes.').waitFor();
    await tap('Pay back €12.50');
    await app.page.getByText('-€12.50').waitFor();
    expect((await paid()).refunds).toMatchObject([{ amountMinor: 1_250, sessions: 0 }]);
    expect(await app.page.getByRole('button', { name: 'Take it back' }).count()).toBe(0);
    await app.page.getByRole('button', { name: 'Pay back', exact: true }).waitFor();
  });

  it('is refused at its field where somebody else was first', async () => {
    const { paid, path, api } = await openMember('Toni Twice');
    const { id } = await paid();
    await openSheet();
    await say('Moves away');
    await app.sheet.getByLabel('Sessions that go back').fill('0');
    await app.sheet.getByLabel('Amount in EUR').fill('450');
    const first = { amountMinor: 40_000, sessions: 0, reason: 'Was first' };
    await app.page.route('**/refunds', async (route) => {
      expect((await api.post(`${path}/${id}/refunds`, first)).status).toBe(201);
      await route.continue();
    });
    await tap('Pay back €450.00');
    await app.sheet.getByText(/left of the payment/).waitFor();
    await expectFit(app);
    expect((await paid()).refunds).toHaveLength(1);
  });

  it('is said in German, and in the dark', async () => {
    const size = { width: 360, height: 640 };
    await openMember('Mel Mitglied', { scheme: 'dark', locale: 'de', size });
    await openSheet(/^Erstatten: Beleg/);
    await app.sheet.getByText(/verliert 10 Einheiten/).waitFor();
    await expectFit(app, TEXTS);
  });

  it('is seen by the member, who pays nothing back', async () => {
    const { member, paid, path, api } = await openMember('Sam Sees');
    const { id } = await paid();
    await api.post(`${path}/${id}/refunds`, { sessions: 1, reason: 'Umzug' });
    app = await AppWindow.openAs(browser, studio, member, { locale: 'de' });
    await app.page.getByRole('link', { name: /erstattet/ }).click();
    await app.page.getByText('Erstattet an').waitFor();
    expect(await app.page.getByRole('button', { name: /Erstatten/ }).count()).toBe(0);
    await expectFit(app, TEXTS);
    await app.goTo(`${path}/${id}/999999`);
    await app.page.getByRole('button', { name: 'Drucken' }).waitFor({ state: 'detached' });
    expect(await app.page.getByText('Erstattet an').count()).toBe(0);
  });
});
