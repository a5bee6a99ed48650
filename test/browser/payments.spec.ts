import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, type WindowOptions } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('money at the desk', () => {
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

  /** The page of a member to whom ten sessions were sold, as the front desk sees it. */
  async function openMember(name: string, options: WindowOptions = {}) {
    const desk = await givenPerson(studio, 'staff', `Desk ${name}`);
    const member = await givenPerson(studio, 'member', name);
    const api = studio.api.as(desk);
    const body = { coachId: ana.id, catalogueItemId: itemId };
    const sold = await api.post(`/members/${member.id}/packages`, body);
    expect(sold.status).toBe(201);
    app = await AppWindow.openAs(browser, studio, desk, options);
    await app.goTo(`/members/${member.id}`);
    const path = `/members/${member.id}/payments`;
    const paid = async () => (await api.get(path)).body.data as { amountMinor: number }[];
    return { member, paid, path, api, packageId: sold.body.id as number };
  }
  const menu = () => app.page.getByRole('button', { name: 'Change the package with Ana Silva' });
  const tap = (name: string | RegExp) => app.sheet.getByRole('button', { name }).click();

  it('is two taps, and the card, the list and the receipt say so', async () => {
    const { paid } = await openMember('Pia Prompt');
    await app.page.getByText('Unpaid: €450.00').waitFor();
    await menu().click();
    await tap(/^Take payment/);
    await app.sheet.getByLabel('Amount in EUR').waitFor();
    await expectFit(app, TEXTS);
    await tap('Cash');
    await app.page.getByText('€450.00 taken').waitFor();
    await app.page.getByText('Paid €450.00').waitFor();
    expect(await paid()).toMatchObject([{ amountMinor: 45_000, method: 'cash' }]);
    await app.page.getByRole('link', { name: /^Receipt \d+/ }).click();
    await app.page.getByText('This is no invoice: it shows no taxes.').waitFor();
    await app.page.getByText('Pia Prompt').waitFor();
    await app.page.getByText('10 sessions, with Ana Silva').waitFor();
    await expectFit(app, TEXTS);
  });

  it('of a part leaves the rest, and of more than that is refused', async () => {
    const { paid } = await openMember('Rita Rate', { scheme: 'dark' });
    await menu().click();
    await tap(/^Take payment/);
    await app.sheet.getByLabel('Amount in EUR').fill('450.01');
    await tap('Card');
    await app.sheet.getByText('No more than €450.00 is to be paid.').waitFor();
    await expectFit(app);
    await app.sheet.getByLabel('Amount in EUR').fill('');
    // As a person types it, key by key.
    await app.sheet.getByLabel('Amount in EUR').pressSequentially('200.50');
    await tap('Card');
    await app.page.getByText('€249.50 still to be paid').waitFor();
    expect(await paid()).toMatchObject([{ amountMinor: 20_050, method: 'card_terminal' }]);
    await app.page.getByRole('link', { name: /^Receipt \d+/ }).waitFor();
    await expectFit(app);
  });

  it('is taken back with a reason, and the receipt is not valid then', async () => {
    const { paid, path, api, packageId } = await openMember('Toni Twice');
    const body = { packageId, method: 'cash', amountMinor: 45_000 };
    const { payment } = (await api.post(path, body)).body;
    await app.goTo(`${path}/${payment.id}`);
    await app.page.getByRole('button', { name: 'Take it back' }).click();
    await tap('Take it back');
    await app.sheet.getByText('Please say why; it stays in the activity log.').waitFor();
    await expectFit(app);
    await app.sheet.getByRole('textbox', { name: /^In your own words/ }).fill('Typed twice');
    await tap('Take it back');
    await app.page.getByText('The receipt is not valid.').waitFor();
    await expectFit(app);
    expect(await paid()).toMatchObject([{ voided: { reason: 'Typed twice' } }]);
    await app.page.getByRole('link', { name: 'Back to the member' }).click();
    await app.page.getByText('Unpaid: €450.00').waitFor();
  });

  it('is given with a sale by one touch more', async () => {
    const { paid } = await openMember('Sue Sold');
    await app.page.getByRole('button', { name: 'Sell package' }).click();
    await app.sheet.getByText('Is it paid now?').waitFor();
    await tap('Transfer');
    await expectFit(app);
    await tap('Sell');
    await app.page.getByText('Paid €450.00').waitFor();
    expect(await paid()).toMatchObject([{ amountMinor: 45_000, method: 'transfer' }]);
  });

  it('shows a member the receipts, and nothing to take', async () => {
    const { member, path, api, packageId } = await openMember('Mel Member');
    const body = { packageId, method: 'other', amountMinor: 45_000, note: 'By voucher' };
    const { payment } = (await api.post(path, body)).body;
    app = await AppWindow.openAs(browser, studio, member, { locale: 'de' });
    await app.page.getByText('Bezahlt 450,00').waitFor();
    await app.page.getByRole('link', { name: /^Beleg \d+/ }).click();
    await app.page.getByText('By voucher').waitFor();
    expect(await app.page.getByRole('button', { name: 'Zurücknehmen' }).count()).toBe(0);
    await expectFit(app, TEXTS);
    await app.goTo(`/members/${member.id + 1}/payments/${payment.id}`);
    expect(await app.page.getByText('By voucher').count()).toBe(0);
  });

  it('on paper is the receipt alone', async () => {
    const { path, api, packageId } = await openMember('Paula Paper');
    const body = { packageId, method: 'cash', amountMinor: 45_000 };
    const { payment } = (await api.post(path, body)).body;
    await app.goTo(`${path}/${payment.id}`);
    await app.page.getByText('This is no invoice').waitFor();
    await app.page.emulateMedia({ media: 'print' });
    expect(await app.page.getByRole('navigation').isVisible()).toBe(false);
    expect(await app.page.getByText('This is no invoice').isVisible()).toBe(true);
    await app.page.emulateMedia({ media: 'screen' });
  });
});
