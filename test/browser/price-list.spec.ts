import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addDays, studioDayOf } from '../../src/common/studio-day.js';
import type { TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('a sale by the price list', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      await givenItem(studio, { validDays: 90 });
      const month = { name: 'A month of training', rateType: 'monthly', sessions: null };
      await givenItem(studio, { ...month, priceMinor: 9900 });
    },
    () => app,
  );

  /** The sheet of the front desk that sells to a new member of Ana's. */
  async function openSheet(name: string): Promise<{ id: number }> {
    const desk = await givenPerson(studio, 'staff', `Desk ${name}`);
    const member = await studio.given.member({ name, coach: ana, remaining: 1 });
    app = await AppWindow.openAs(browser, studio, desk);
    await app.goTo(`/members/${member.id}`);
    await app.page.getByRole('button', { name: 'Sell package' }).click();
    await app.sheet.getByRole('button', { name: /^10 sessions/ }).waitFor();
    return member;
  }
  const tap = (name: string | RegExp) => app.sheet.getByRole('button', { name }).click();
  const soldTo = async ({ id }: { id: number }) => {
    await app.sheet.waitFor({ state: 'detached' });
    const api = studio.api.as(await studio.given.admin());
    return (await api.get(`/members/${id}/packages`)).body.data[0] as object;
  };

  it('is two taps in the sheet, and the page says what was sold', async () => {
    const member = await openSheet('Two Taps');
    await expectFit(app);
    await tap(/^10 sessions.*valid 90 days.*€450\.00$/);
    await app.sheet.getByText('10 sessions with Ana Silva, €450.00').waitFor();
    await expectFit(app);
    await tap('Sell');
    await app.page.getByText('Sold · 10 sessions with Ana Silva, €450.00').waitFor();
    expect(await soldTo(member)).toMatchObject({
      sale: { name: '10 sessions', priceMinor: 45_000, currency: 'EUR', validDays: 90 },
    });
    await app.page.getByText('10 sessions · €450.00').waitFor();
  });

  it('for another price asks why', async () => {
    const member = await openSheet('Other Price');
    await tap(/^10 sessions/);
    await tap('Another price');
    await app.sheet.getByLabel('Price in EUR').fill('399.5');
    await tap('Sell');
    await app.sheet.getByText('Please say why; it stays in the activity log.').waitFor();
    await expectFit(app);
    await app.sheet.getByRole('textbox', { name: /^In your own words/ }).fill('A friend');
    await tap('Sell');
    expect(await soldTo(member)).toMatchObject({
      sale: { priceMinor: 39_950, complimentary: false },
    });
  });

  it('may be for nothing', async () => {
    const member = await openSheet('Gift Given');
    await tap(/^A month of training/);
    await tap('Another price');
    await app.sheet.getByRole('switch', { name: /^For nothing/ }).click();
    await app.sheet.getByRole('textbox', { name: /^In your own words/ }).fill('A prize');
    await tap('Sell');
    expect(await soldTo(member)).toMatchObject({ sale: { priceMinor: 0, complimentary: true } });
  });

  it('begins with what was bought last, for what it costs today', async () => {
    const item = await givenItem(studio, { name: 'Five', sessions: 5, priceMinor: 20_000 });
    const member = await openSheet('Same Again');
    await tap(/^Five/);
    await tap('Sell');
    await soldTo(member);
    // What was bought last is known once the page has been read again.
    await app.page.getByText('Five · €200.00').waitFor();
    const admin = studio.api.as(await studio.given.admin());
    const dearer = { priceMinor: 25_000, expectedVersion: 1 };
    expect((await admin.patch(`/catalogue/${item.id}`, dearer)).status).toBe(200);
    await app.page.getByRole('button', { name: 'Sell package' }).click();
    await app.sheet.getByText('Five with Ana Silva, €250.00').waitFor();
    await tap('Sell');
    expect(await soldTo(member)).toMatchObject({ sale: { priceMinor: 25_000 }, remaining: 5 });

    const archived = { archived: true, expectedVersion: 2 };
    expect((await admin.patch(`/catalogue/${item.id}`, archived)).status).toBe(200);
    await app.page.getByRole('button', { name: 'Sell package' }).click();
    await app.sheet.getByRole('button', { name: /^10 sessions/ }).waitFor();
  });

  it('may begin later', async () => {
    const member = await openSheet('Some Day');
    await tap(/^10 sessions/);
    await tap('Begin later');
    await tap('Sell');
    await app.sheet.getByText('Please choose a day.').waitFor();
    await expectFit(app);
    const first = addDays(studioDayOf(new Date(), 'Europe/Berlin'), 20);
    await app.sheet.getByLabel('First day').fill(addDays(first, 200));
    await tap('Sell');
    await app.sheet.getByText('It can begin within the next 90 days.').waitFor();
    await app.sheet.getByLabel('First day').fill(first);
    await app.sheet.getByText(/^10 sessions with Ana Silva, €450.00, from \d+ \w+/).waitFor();
    await tap('Sell');
    const until = addDays(first, -1);
    expect(await soldTo(member)).toMatchObject({ state: 'frozen', freeze: { to: until } });
    const card = app.page.getByRole('article').filter({ hasText: /Starts \d+ \w+/ });
    await expectFit(app, TEXTS);
    await card.getByRole('button', { name: 'Start today and use' }).click();
    await app.page.getByRole('button', { name: 'Used today' }).first().waitFor();
    await expect.poll(() => soldTo(member)).toMatchObject({ remaining: 9, freeze: null });
  });

  it('is not the only way', async () => {
    const member = await openSheet('Some Thing');
    await tap(/^10 sessions/);
    await tap('Back to the price list');
    await tap(/^Something else/);
    await app.sheet.getByLabel('Sessions', { exact: true }).fill('7');
    await expectFit(app);
    await tap('Sell');
    expect(await soldTo(member)).toMatchObject({ sale: null, remaining: 7 });
  });
});
