import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { CatalogueItemDto } from '../../src/catalogue/dto/catalogue.dto.js';
import type { Answer } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, type WindowOptions } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('the price list in the settings', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  async function openAs(name: string, options: WindowOptions = {}): Promise<void> {
    const admin = await givenPerson(studio, 'admin', name);
    app = await AppWindow.openAs(browser, studio, admin, options);
    await app.goTo('/settings');
    await list().getByRole('button').first().waitFor();
  }
  const list = () => app.page.getByRole('region', { name: /^(Price list|Preisliste)$/ });
  const row = (text: string) => list().getByRole('listitem').filter({ hasText: text });
  const tap = (name: string) => app.page.getByRole('button', { name, exact: true }).click();
  const field = (name: string) => app.sheet.getByLabel(name, { exact: true });
  const saved = (text: string) => app.page.getByText(text).waitFor();
  const isClosed = () => app.sheet.waitFor({ state: 'detached' });
  const hasFocus = () =>
    app.page.evaluate(() => {
      const { activeElement: one } = document;
      return one?.getAttribute('aria-label') ?? one?.getAttribute('aria-labelledby');
    });
  async function items(archived = false): Promise<CatalogueItemDto[]> {
    const api = studio.api.as(await studio.given.admin());
    const answer: Answer<{ data: CatalogueItemDto[] }> = await api.get(
      `/catalogue?archived=${String(archived)}`,
    );
    return answer.body.data;
  }

  it('takes items once the studio has said in what it is paid', async () => {
    const admin = await givenPerson(studio, 'admin', 'Ada First');
    app = await AppWindow.openAs(browser, studio, admin);
    await app.goTo('/settings');
    await list().getByText('In what the studio is paid must be said first').waitFor();
    expect(await list().getByRole('button').count()).toBe(0);
    await app.page.getByLabel('Currency').selectOption('EUR');
    await tap('Save');
    await tap('Add an item');
    await app.sheet.getByRole('button', { name: 'Save' }).click();
    await app.sheet.getByText('What does it cost? 0 is a price, too.').waitFor();
    await field('Name of the item').fill('20 sessions');
    await field('Sessions').fill('20');
    await field('Valid').selectOption('For days from the first session on');
    await field('How many days, the first one included').fill('120');
    await field('Price in EUR').fill('799.9');
    await field('Sold with').selectOption('Ana Silva');
    await expectFit(app, TEXTS);
    await app.sheet.getByRole('button', { name: 'Save' }).click();
    await saved('Saved · 20 sessions');
    await row('20 sessions').getByText('only with Ana Silva').waitFor();
    await row('20 sessions').getByText('€799.90').waitFor();
    expect(await items()).toMatchObject([
      {
        ...{ name: '20 sessions', sessions: 20, validDays: 120, activation: 'first_use' },
        ...{ priceMinor: 79_990, currency: 'EUR', coachName: 'Ana Silva' },
      },
    ]);
    await app.page.getByRole('link', { name: 'Activity' }).click();
    await app.page
      .getByRole('button', { name: /^Details: .* price list/ })
      .first()
      .click();
    await app.page.getByRole('row', { name: 'Price – €799.90' }).waitFor();
  });

  it('changes an item, and says what is refused of it', async () => {
    await givenItem(studio, {
      name: 'A month',
      rateType: 'monthly',
      sessions: null,
      currency: 'USD',
    });
    await openAs('Bo Changes');
    await tap('Change: A month');
    await field('Price in USD').fill('1000000');
    await app.sheet.getByRole('button', { name: 'Save' }).click();
    await app.sheet.getByText('Nothing on the list can cost this much.').waitFor();
    await expectFit(app);
    await field('Price in USD').fill('49');
    await field('Kind').selectOption('Per session');
    await app.sheet.getByRole('button', { name: 'Save' }).click();
    await saved('Saved · A month');
    await isClosed();
    await row('A month').getByText('US$49.00').waitFor();
    expect((await items()).at(-1)).toMatchObject({
      ...{ rateType: 'per_session', sessions: null, priceMinor: 4900, currency: 'USD' },
    });
  });

  it('moves items, and the focus stays', async () => {
    await givenItem(studio, { name: 'The last' });
    await openAs('Cy Moves');
    const order = async () => (await items()).map(({ name }) => name);
    expect(await order()).toEqual(['20 sessions', 'A month', 'The last']);
    const press = (name: string) => app.page.getByRole('button', { name }).press('Enter');
    await press('Further up: The last');
    await saved('The last: 2 of 3');
    await press('Further up: The last');
    await saved('The last: 1 of 3');
    expect(await hasFocus()).toBe('Further up: The last');
    await press('Further down: 20 sessions');
    await saved('20 sessions: 3 of 3');
    expect(await hasFocus()).toBe('Further down: 20 sessions');
    expect(await order()).toEqual(['The last', 'A month', '20 sessions']);
    const shown = await list().getByRole('listitem').allTextContents();
    expect(shown.map((text) => text.slice(0, 6))).toEqual(['The la', 'A mont', '20 ses']);
  });

  it('archives an item and offers it again', async () => {
    await openAs('Di Archives');
    await tap('Change: The last');
    await tap('Archive the item');
    await saved('No longer offered · The last');
    await isClosed();
    const again = app.page.getByRole('button', { name: 'Offer again: The last' });
    await again.waitFor();
    expect(await items(true)).toMatchObject([{ name: 'The last' }]);
    await expect.poll(hasFocus).toBe('price-list');
    await expectFit(app, TEXTS);
    await again.press('Enter');
    await saved('Offered again · The last');
    await again.waitFor({ state: 'detached' });
    await expect.poll(hasFocus).toBe('price-list');
    expect((await items()).at(-1)).toMatchObject({ name: 'The last' });
  });

  it('overwrites nothing that another admin has changed', async () => {
    await openAs('Ed Late');
    await tap('Change: The last');
    const { id, version } = (await items()).find(({ name }) => name === 'The last') ?? {};
    const other = studio.api.as(await studio.given.admin());
    await other.patch(`/catalogue/${id}`, { priceMinor: 100, expectedVersion: version });
    await field('Name of the item').fill('Mine');
    await app.sheet.getByRole('button', { name: 'Save' }).click();
    await app.sheet.getByText('Somebody else changed this meanwhile.').waitFor();
    await expectFit(app);
    await tap('Show what is set now');
    await expect.poll(() => field('Price in EUR').inputValue()).toBe('1');
    expect(await field('Name of the item').inputValue()).toBe('The last');
    expect(await app.sheet.getByRole('alert').count()).toBe(0);
    await field('Name of the item').fill('Mine');
    await app.sheet.getByRole('button', { name: 'Save' }).click();
    await saved('Saved · Mine');
    expect((await items()).at(-1)).toMatchObject({ name: 'Mine', priceMinor: 100 });
  });

  it('is good in German and in the dark', async () => {
    await openAs('Flo Dunkel', { scheme: 'dark', locale: 'de-DE' });
    await expectFit(app, TEXTS);
    await tap('Ändern: 20 sessions');
    await field('Preis in EUR').fill('750,5');
    await expectFit(app, TEXTS);
    await app.sheet.getByRole('button', { name: 'Speichern' }).click();
    await saved('Gespeichert · 20 sessions');
    await row('20 sessions').getByText('750,50 €').waitFor();
  });
});
