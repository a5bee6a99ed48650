import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { shadesOf } from '../../src/common/accent.js';
import { OWN_SHADES } from '../../src/common/shades.js';
import { Settings } from '../../src/settings/settings.service.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

/** The colour behind an element, as `#rrggbb`. */
function behind(element: Element): string {
  const parts = getComputedStyle(element).backgroundColor.match(/\d+/g) ?? [];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

describe('the colour of the studio', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  const button = (name: string) => app.page.getByRole('button', { name });

  it('is in the app, before anybody has signed in as well, so that all can be read', async () => {
    const admin = await givenPerson(studio, 'admin', 'Cora Colours');
    app = await AppWindow.openAs(browser, studio, admin);
    await app.goTo('/settings');
    await app.page.getByLabel('Colour').fill('#ffd400');
    await app.page.getByLabel('Currency').selectOption('Swiss Franc (CHF)');
    await button('Save').click();
    await app.page.getByText('The settings are saved.').waitFor();
    expect(studio.app.get(Settings).values).toMatchObject({ color: '#ffd400', currency: 'CHF' });
    const brand = shadesOf('#ffd400')[8];
    await expect.poll(() => button('Save').evaluate(behind)).toBe(brand);
    await expectFit(app);
    await app.page.emulateMedia({ colorScheme: 'dark' });
    await expectFit(app);
    const stranger = await AppWindow.open(browser, studio);
    const signIn = stranger.page.getByRole('button', { name: 'Sign in', exact: true });
    await expect.poll(() => signIn.evaluate(behind)).toBe(brand);
    await expectFit(stranger);
    await stranger.close();
    await app.page.emulateMedia({ colorScheme: 'light' });
    await button('Back to the colour of the product').click();
    await button('Save').click();
    await expect.poll(() => button('Save').evaluate(behind)).toBe(OWN_SHADES[8]);
  });
});
