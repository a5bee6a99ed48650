import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, PASSWORD } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('the language of a person', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  const heading = (name: string) => app.page.getByRole('heading', { level: 1, name }).waitFor();

  it.each(['coach', 'member'] as const)('is chosen by a %s, and goes along', async (role) => {
    const person = await givenPerson(studio, role, `Lea ${role}`);
    app = await AppWindow.openAs(browser, studio, person);
    await app.goTo('/account');
    await heading('Account');
    await app.page.getByLabel('Language').selectOption('Deutsch');
    await heading('Konto');
    await expectFit(app);
    const choice = app.page.getByLabel('Sprache');
    expect(await choice.inputValue()).toBe('de');

    await app.page.getByRole('button', { name: 'Abmelden', exact: true }).click();
    // Whoever comes next is spoken to as their device is.
    await app.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await app.page.locator('input[type=email]').fill(person.email);
    await app.page.locator('input[type=password]').fill(PASSWORD);
    await app.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await app.page.getByRole('link', { name: 'Konto' }).click();
    await choice.selectOption('Wie auf diesem Gerät');
    await heading('Account');
    await app.page.getByLabel('Language').selectOption('English');
    await app.page.getByText('Saved', { exact: true }).waitFor();
  });
});
