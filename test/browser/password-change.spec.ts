import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, PASSWORD } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

const NEW = 'nine blue kettles';

describe('one’s own password', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  it('is changed on the account page, which says at which field something is wrong', async () => {
    const eva = await givenPerson(studio, 'coach', 'Eva Changes');
    const other = await AppWindow.openAs(browser, studio, eva);
    app = await AppWindow.openAs(browser, studio, eva);
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Change password' }).click();
    const current = app.sheet.getByLabel('Current password', { exact: true });
    const next = app.sheet.getByLabel('New password', { exact: true });
    const save = app.sheet.getByRole('button', { name: 'Change', exact: true });

    await save.click();
    expect(await app.sheet.getByText('Please fill this in.').count()).toBe(2);
    await current.fill('not the password');
    await next.fill(NEW);
    await save.click();
    await app.sheet.getByText('This password is wrong.').waitFor();
    expect(await current.getAttribute('aria-invalid')).toBe('true');
    expect(await next.getAttribute('aria-invalid')).toBe('false');

    await current.fill(PASSWORD);
    await next.fill('Eva Changes 1');
    await save.click();
    await expect.poll(() => next.getAttribute('aria-invalid')).toBe('true');
    await expectFit(app);

    await next.fill(NEW);
    await save.click();
    await app.page.getByText('The password is changed').waitFor();
    await app.page.reload();
    await app.page.getByRole('navigation').waitFor();
    await other.page.getByText('Your sign-in has ended. Nothing is lost').waitFor();
    await other.signIn(eva, NEW);
    await other.close();
  });
});
