import { generateSync } from 'otplib';
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { toDb } from '../../src/database/instants.js';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, PASSWORD } from './app-window.js';
import { deviceMemory } from './device-memory.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

const STEP_SECONDS = 30;

describe('the second factor', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  const section = () => app.page.getByRole('region', { name: 'Two-step sign-in' });
  const button = (name: string) => app.page.getByRole('button', { name, exact: true });
  const inSheet = (name: string) => app.sheet.getByRole('button', { name, exact: true });
  const codeField = () => app.page.locator('input[name=code]');
  const isClosed = () => app.sheet.waitFor({ state: 'detached' });

  /** What an authenticator shows now, which nobody has used: time goes on for each. */
  function codeOf(secret: string): string {
    studio.clock.advance({ seconds: STEP_SECONDS });
    return generateSync({ secret, epoch: Math.floor(studio.clock.now().getTime() / 1000) });
  }

  const wrongCodeOf = (secret: string) =>
    String((Number(codeOf(secret)) + 1) % 1e6).padStart(6, '0');
  const spaced = (code: string) => `${code.slice(0, 3)} ${code.slice(3)} `;

  /** Everybody's sign-ins are too old for what asks for the password. */
  const makeOld = () =>
    studio.sql('UPDATE coach_sign_in SET confirmed_at = ?', [toDb(new Date(0))]);

  async function openAccount(person: TestPerson, isInstalled = false): Promise<void> {
    app = await AppWindow.openAs(browser, studio, person, { isInstalled });
    await app.page.getByRole('link', { name: 'Account' }).click();
  }

  /** Scans what the sheet shows, as an app on a phone does. */
  async function scan(): Promise<string> {
    const link = app.sheet.getByRole('link', { name: 'Open the app on this device' });
    const url = new URL((await link.getAttribute('href')) ?? '');
    return url.searchParams.get('secret') ?? '';
  }

  /** Turns it on by the page. Gives the secret and the recovery codes. */
  async function turnOn(): Promise<{ secret: string; codes: string[] }> {
    await section().getByRole('button', { name: 'Turn on' }).click();
    const secret = await scan();
    await codeField().fill(spaced(codeOf(secret)));
    await inSheet('Turn on').click();
    const codes = app.sheet.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    return { secret, codes: await codes.allInnerTexts() };
  }

  /** The sign-in page after the password of somebody who has a second factor. */
  async function openCodeStep({ email }: TestPerson): Promise<void> {
    app = await AppWindow.open(browser, studio);
    await app.page.getByLabel(/e-mail/i).fill(email);
    await app.page.locator('input[name=password]').fill(PASSWORD);
    await app.page.keyboard.press('Enter');
    await codeField().waitFor();
  }

  it('is turned on with an app, shows its codes once, and signs in by them', async () => {
    const eva = await givenPerson(studio, 'coach', 'Eva Twofold');
    await openAccount(eva);
    await makeOld();
    await section().getByRole('button', { name: 'Turn on' }).press('Enter');
    await app.sheet.getByRole('heading', { name: 'Your password, please' }).waitFor();
    await app.page.keyboard.type(PASSWORD);
    await app.page.keyboard.press('Enter');
    await app.sheet.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
    const secret = await scan();
    expect((await app.sheet.innerText()).replace(/\s/g, '')).toContain(secret);
    expect(await codeField().getAttribute('autocomplete')).toBe('one-time-code');

    await codeField().fill(wrongCodeOf(secret));
    await inSheet('Turn on').click();
    await app.sheet.getByText('This code is wrong').waitFor();
    expect(await codeField().getAttribute('aria-invalid')).toBe('true');
    await codeField().fill(spaced(codeOf(secret)));
    await app.page.keyboard.press('Enter');
    const list = app.sheet.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await list.first().waitFor();
    const codes = await list.allInnerTexts();
    expect(codes).toHaveLength(10);
    const [saved] = await Promise.all([
      app.page.waitForEvent('download'),
      inSheet('Save as a file').click(),
    ]);
    expect(saved.suggestedFilename()).toBe('recovery-codes.txt');
    // A touch beside it does not take them away.
    await app.page.mouse.click(5, 5);
    await inSheet('I have kept them').click();
    await isClosed();
    await section().getByText('10 recovery codes left').waitFor();
    const content = `${await app.page.content()} ${await deviceMemory(app.page)}`;
    expect([secret, PASSWORD, ...codes].filter((one) => content.includes(one))).toEqual([]);
    await app.close();

    await openCodeStep(eva);
    expect(await codeField().evaluate((one) => one === document.activeElement)).toBe(true);
    await button('Sign in').click();
    await app.page.getByText('Please fill this in.').waitFor();
    await codeField().fill(wrongCodeOf(secret));
    await button('Sign in').click();
    await app.page.getByText('This code is wrong, or was used already.').waitFor();
    await expect
      .poll(() => codeField().evaluate((one) => one === document.activeElement))
      .toBe(true);
    // Typed over, as what was refused is selected.
    await app.page.keyboard.type(spaced(codeOf(secret)));
    await app.page.keyboard.press('Enter');
    await app.page.getByRole('navigation').waitFor();
    await app.close();

    await openCodeStep(eva);
    await button('Use a recovery code').click();
    await app.page
      .getByLabel('Recovery code')
      .fill(`  ${codes[0]?.toUpperCase().replace('-', ' ')}`);
    await button('Sign in').click();
    await app.page.getByRole('navigation').waitFor();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await section().getByText('9 recovery codes left').waitFor();
    await app.close();

    await openCodeStep(eva);
    await button('Use a recovery code').click();
    await app.page.getByLabel('Recovery code').fill(codes[0] ?? '');
    await button('Sign in').click();
    await app.page.getByText('This recovery code is wrong, or was used already.').waitFor();
    await button('Back').click();
    expect(await app.page.getByLabel(/e-mail/i).inputValue()).toBe(eva.email);
  });

  it('gives new codes, which end the ones before, and is turned off', async () => {
    const ida = await givenPerson(studio, 'staff', 'Ida Renewed');
    await openAccount(ida);
    const { codes } = await turnOn();
    await inSheet('I have kept them').click();
    await isClosed();
    await makeOld();
    await section().getByRole('button', { name: 'New recovery codes' }).click();
    await inSheet('Make new codes').click();
    await app.sheet.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await inSheet('Go on').click();
    const list = app.sheet.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await list.first().waitFor();
    const renewed = await list.allInnerTexts();
    expect(renewed).toHaveLength(10);
    expect(renewed.filter((one) => codes.includes(one))).toEqual([]);
    await app.page.keyboard.press('Escape');
    await isClosed();

    await section().getByRole('button', { name: 'Turn off' }).click();
    await inSheet('Turn off').click();
    await app.page.getByText('Two-step sign-in is off.').waitFor();
    await section().getByRole('button', { name: 'Turn on' }).waitFor();
    const content = `${await app.page.content()} ${await deviceMemory(app.page)}`;
    expect([...codes, ...renewed].filter((one) => content.includes(one))).toEqual([]);
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await button('Sign in').waitFor();
    await app.signIn(ida);
    await app.page.getByRole('link', { name: 'Activity' }).click();
    await button('Filter').click();
    await app.sheet.getByRole('switch', { name: 'Show sign-ins too' }).check();
    await app.sheet.getByRole('button', { name: 'Show', exact: true }).click();
    for (const what of ['turned two-step sign-in off', 'made new recovery codes']) {
      await app.page.getByText(`Ida Renewed ${what}`).first().waitFor();
    }
  });

  it('without a connection says so, and is there afterwards', async () => {
    const lia = await givenPerson(studio, 'coach', 'Lia Offline');
    await openAccount(lia, true);
    await section().getByRole('button', { name: 'Turn on' }).waitFor();
    await app.context.setOffline(true);
    await section().getByRole('button', { name: 'Turn on' }).click();
    await app.page.getByText('This needs a connection.').waitFor();
    await app.context.setOffline(false);
    await turnOn();
  });

  it.each(['light', 'dark'] as const)('can be read and tapped by everybody: %s', async (scheme) => {
    const nora = await givenPerson(studio, 'coach', `Nora ${scheme}`);
    const faultsEverywhere = async () => {
      await app.page.emulateMedia({ colorScheme: scheme });
      await expectFit(app, TEXTS);
    };
    await openAccount(nora);
    await section().getByRole('button', { name: 'Turn on' }).click();
    await codeField().waitFor();
    await faultsEverywhere();
    await codeField().fill(codeOf(await scan()));
    await inSheet('Turn on').click();
    await inSheet('I have kept them').waitFor();
    await faultsEverywhere();
    await inSheet('I have kept them').click();
    await isClosed();
    await section().getByText('recovery codes left').waitFor();
    await faultsEverywhere();
    for (const name of ['New recovery codes', 'Turn off']) {
      await section().getByRole('button', { name }).click();
      await app.sheet.waitFor();
      await faultsEverywhere();
      await app.page.keyboard.press('Escape');
      await isClosed();
    }
    await app.close();
    await openCodeStep(nora);
    await faultsEverywhere();
    await button('Use a recovery code').click();
    await faultsEverywhere();
  });
});
