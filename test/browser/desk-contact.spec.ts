import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('what the front desk writes down of a member', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  async function openDesk(): Promise<AppWindow> {
    const desk = await givenPerson(studio, 'staff', 'Front Desk');
    app = await AppWindow.openAs(browser, studio, desk);
    return app;
  }

  const button = (name: string) => app.page.getByRole('button', { name, exact: true });
  const inSheet = (name: string) => app.sheet.getByRole('button', { name, exact: true });

  it('a phone number and a note are entered, called, found and taken away', async () => {
    const { page, sheet } = await openDesk();
    await button('New member').first().click();
    await sheet.getByLabel('First name').fill('Paula');
    await sheet.getByLabel('Phone number').fill('none');
    const note = sheet.getByLabel('Note (optional)');
    await note.fill('Left knee:\nno jumps.');
    await sheet.getByText('The member does not see it.').waitFor();
    await inSheet('Save').click();
    await sheet.getByText('This is not a phone number. Before an extension goes an x.').waitFor();
    await expectFit(app);
    await sheet.getByLabel('Phone number').fill('+49 (0) 178 555-0199 x7');
    await inSheet('Save').click();
    await page.getByRole('heading', { level: 1, name: 'Paula', exact: true }).waitFor();
    const call = page.getByRole('link', { name: '+49 (0) 178 555-0199 x7' });
    expect(await call.getAttribute('href')).toBe('tel:+491785550199,7');
    expect(await page.getByRole('region', { name: 'Note' }).innerText()).toMatch(/knee:\nno/);
    await page.getByText('Paula is a member now. Next: sell a package.').waitFor();
    await expectFit(app);

    await app.goTo('/');
    await page.getByLabel('Search name, e-mail or phone').fill('0178 555');
    await app.row('Paula').waitFor();
    await app.row('Paula').getByRole('link').first().click();
    await call.waitFor();
    await button('Change details').click();
    await sheet.getByLabel('Phone number').fill('');
    await sheet.getByLabel('Note').fill('');
    await inSheet('Save').click();
    await page.getByText('Saved · Paula').waitFor();
    await call.waitFor({ state: 'detached' });
    expect(await page.getByRole('region', { name: 'Note' }).count()).toBe(0);
  });

  it('is followed by a link to sign in, where that is asked for', async () => {
    const { page, sheet } = await openDesk();
    await button('New member').first().click();
    await sheet.getByLabel('First name').fill('Ivo');
    await sheet.getByRole('switch', { name: 'Invite to sign in' }).click();
    await inSheet('Save').click();
    await sheet.getByText('Please fill this in.').waitFor();
    await expectFit(app);
    await sheet.getByLabel('E-mail address').fill('ivo@example.com');
    await inSheet('Save').click();
    const link = sheet.getByLabel('Link');
    await link.waitFor();
    await expectFit(app);
    await page.mouse.click(10, 10);
    const url = await link.innerText();
    await inSheet('Done').click();
    await page.getByRole('heading', { level: 1, name: 'Ivo', exact: true }).waitFor();
    const secret = String(url.split('#')[1]);
    await expect.poll(async () => (await page.content()).includes(secret)).toBe(false);

    const device = await AppWindow.open(browser, studio);
    await device.page.goto(url);
    await device.page.locator('input[name=password]').fill('nine blue kettles');
    await device.page.getByRole('button', { name: 'Save and sign in' }).click();
    await device.page.getByRole('heading', { level: 1, name: 'Ivo' }).waitFor();
    await device.close();
  });
});
