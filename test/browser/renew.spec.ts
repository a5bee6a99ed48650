import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import { set } from '../support/settings.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('selling the same again', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => {
      ({ browser, studio, ana } = stage);
    },
    () => app,
  );

  const renewIn = (name: string) => app.page.getByRole('button', { name: `Renew for ${name}` });
  const packagesOf = async ({ id }: { id: number }) => {
    const api = studio.api.as(await studio.given.admin());
    return (await api.get(`/members/${id}/packages`)).body.data as object[];
  };
  async function sell() {
    await app.sheet.getByRole('button', { name: 'Sell' }).click();
    await app.sheet.waitFor({ state: 'detached' });
  }

  it('is offered in rows that are empty or low, and sells what was bought last', async () => {
    const item = await givenItem(studio, { name: 'Five', sessions: 5, priceMinor: 20_000 });
    const desk = await givenPerson(studio, 'staff', 'Front Desk');
    const empty = await studio.given.member({ name: 'Ella Empty', coach: ana, remaining: 0 });
    await studio.given.member({ name: 'Lou Low', coach: ana, remaining: 2 });
    await studio.given.member({ name: 'Mo More', coach: ana, remaining: 9 });
    const low = await studio.given.member({ name: 'Lena Listed' });
    const admin = studio.api.as(await studio.given.admin());
    const sale = { coachId: ana.id, catalogueItemId: item.id };
    const { body: first } = await admin.post(`/members/${low.id}/packages`, sale);
    const fewer = { packageId: first.id, adjustment: -3, reason: 'Trained elsewhere' };
    expect((await admin.post(`/members/${low.id}/adjustments`, fewer)).status).toBe(200);
    expect(
      (await admin.patch(`/catalogue/${item.id}`, { priceMinor: 25_000, expectedVersion: 1 }))
        .status,
    ).toBe(200);

    app = await AppWindow.openAs(browser, studio, desk);
    await renewIn('Lou Low').waitFor();
    expect(await renewIn('Mo More').count()).toBe(0);
    await expectFit(app);
    await renewIn('Lena Listed').click();
    await app.sheet.getByText('Five with Ana Silva, €250.00').waitFor();
    await expectFit(app);
    await sell();
    await renewIn('Lena Listed').waitFor({ state: 'detached' });
    expect((await packagesOf(low))[0]).toMatchObject({
      sale: { priceMinor: 25_000 },
      remaining: 5,
    });

    // What was sold without the list is typed again, as it was.
    await renewIn('Ella Empty').click();
    await app.sheet.getByLabel('Sessions', { exact: true }).waitFor();
    await sell();
    const again = { sale: null, coachName: 'Ana Silva', granted: 1, remaining: 1 };
    expect((await packagesOf(empty))[0]).toMatchObject(again);
  });

  it('is offered on the card, and is a request where coaches do not sell alone', async () => {
    await set(studio, { coachSales: 'request' });
    const member = await studio.given.member({ name: 'Carl Card', coach: ana, remaining: 1 });
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${member.id}`);
    const renew = app.page.getByRole('button', { name: 'Renew', exact: true });
    await renew.click();
    await expectFit(app);
    await sell();
    await app.page.getByText('Waiting for approval').first().waitFor();
    await renew.waitFor({ state: 'detached' });
    expect(await packagesOf(member)).toMatchObject([{ state: 'pending' }, { state: 'active' }]);
  });

  it('is not offered to whom the studio does not let sell, nor to members', async () => {
    await set(studio, { coachSales: 'off' });
    const member = await studio.given.member({ name: 'Nora None', coach: ana, remaining: 1 });
    app = await AppWindow.openAs(browser, studio, ana);
    await app.row('Nora None').waitFor();
    expect(await renewIn('Nora None').count()).toBe(0);
    await app.goTo(`/members/${member.id}`);
    await app.page.getByRole('button', { name: 'Correct' }).waitFor();
    expect(await app.page.getByRole('button', { name: 'Renew' }).count()).toBe(0);
  });
});
