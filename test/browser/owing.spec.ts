import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('who is to pay', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let desk: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      desk = await givenPerson(studio, 'staff', 'Dora Desk');
      const catalogueItemId = (await givenItem(studio)).id;
      const sell = async (name: string, amountMinor?: number) => {
        const member = await givenPerson(studio, 'member', name);
        const payment =
          amountMinor === undefined ? {} : { payment: { method: 'cash', amountMinor } };
        const body = { coachId: ana.id, catalogueItemId, ...payment };
        const sold = await studio.api.as(desk).post(`/members/${member.id}/packages`, body);
        expect(sold.status, sold.text).toBe(201);
      };
      await sell('Ugo Unpaid');
      await sell('Pam Partly', 20_000);
      await sell('Pat Paid', 45_000);
    },
    () => app,
  );
  const row = (name: string) => app.page.getByRole('listitem').filter({ hasText: name });

  it('is said in the list, which the desk narrows to these', async () => {
    app = await AppWindow.openAs(browser, studio, desk);
    await row('Ugo').getByText('Unpaid', { exact: true }).waitFor();
    await row('Pam').getByText('Partly paid').waitFor();
    await app.page.getByText('To pay', { exact: true }).click();
    await row('Pat').waitFor({ state: 'detached' });
    expect(await app.page.getByRole('main').getByRole('listitem').count()).toBe(2);
    await expectFit(app);
  });

  it('is no filter for coaches who take no money', async () => {
    app = await AppWindow.openAs(browser, studio, ana, { scheme: 'dark', locale: 'de' });
    await row('Ugo').getByText('Unbezahlt', { exact: true }).waitFor();
    expect(await app.page.getByText('Zu zahlen').count()).toBe(0);
    await expectFit(app, ['200%']);
  });
});
