import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('one’s own name and phone number', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  it.each(['coach', 'member'] as const)('are changed by a %s on the account page', async (role) => {
    const person = await givenPerson(studio, role, `Lea ${role}`);
    app = await AppWindow.openAs(browser, studio, person);
    await app.goTo('/account');
    const open = app.page.getByRole('button', { name: 'Name and phone number' });
    await open.click();
    const first = app.sheet.getByLabel('First name');
    const last = app.sheet.getByLabel('Last name');
    const phone = app.sheet.getByLabel('Phone number');
    const save = app.sheet.getByRole('button', { name: 'Save' });
    expect([await first.inputValue(), await last.inputValue()]).toEqual(['Lea', role]);

    await first.fill(' ');
    await phone.fill('12');
    await save.click();
    await app.sheet.getByText('Please fill this in.').waitFor();
    await first.fill('Léa');
    await save.click();
    await expect.poll(() => phone.getAttribute('aria-invalid')).toBe('true');
    await expectFit(app);
    await phone.fill('+49 170 1234567');
    await last.fill('');
    await save.click();
    await app.page.getByText('Saved', { exact: true }).waitFor();
    await app.page.getByText('Léa', { exact: true }).first().waitFor();
    await expectFit(app);

    // The number is read anew, and stays on no device.
    const kept = await app.page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(kept).toContain('Léa');
    expect(kept).not.toContain('1234567');
    await open.click();
    expect(await phone.inputValue()).toBe('+49 170 1234567');
    await phone.fill('');
    await save.click();
    await app.sheet.waitFor({ state: 'hidden' });
    const { body } = await studio.api.as(person).get('/auth/me');
    expect(body).toMatchObject({ firstName: 'Léa', lastName: '', phone: null });
  });
});
