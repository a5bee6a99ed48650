import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PhpAccounts } from '../../src/database/php-accounts.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import { soldByPhp } from '../support/sold-by-php.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, PASSWORD } from './app-window.js';
import { onStage } from './device-stage.js';

describe('beside PHP', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      if (!isServerDatabase()) return;
      const column = "account_status enum('pending','approved') DEFAULT 'approved'";
      await studio.sql(`ALTER TABLE user ADD COLUMN ${column}`);
    },
    () => app,
  );

  it('a package that PHP sold says what is left, and of how many once it is booked', async () => {
    const member = await studio.given.member({ name: 'Pia Sold' });
    await soldByPhp(studio, { member, coach: ana, rateType: 'package', remaining: 10 });
    app = await AppWindow.openAs(browser, studio, ana);
    await app.goTo(`/members/${member.id}`);
    const card = app.page.getByRole('article', { name: 'with Ana Silva' });
    await card.getByText('sessions left').waitFor();
    expect(await card.getByText('sessions left').textContent()).toBe('sessions left');
    await app.isStill();
    expect(await app.accessibilityFaults()).toEqual([]);
    await app.page.getByRole('button', { name: 'Session used today' }).click();
    await card.getByText('sessions left of 10').waitFor();
    expect(await card.getByText('9', { exact: true }).count()).toBe(1);
  });

  it('who is deleted while the app is open is signed out', async () => {
    const eve = await givenPerson(studio, 'staff', 'Eve Gone');
    app = await AppWindow.openAs(browser, studio, eve);
    await app.isLive();
    await studio.sql('DELETE FROM `user` WHERE id = ?', [eve.id]);
    await app.page.getByText('Your sign-in has ended. Nothing is lost').waitFor();
  });

  // Only on a server may PHP keep somebody out.
  if (isServerDatabase()) {
    it.each([
      ['en-GB', 'This account is not active. Please ask the studio.'],
      ['de-DE', 'Dieses Konto ist nicht aktiv. Bitte im Studio nachfragen.'],
    ])('whose account is not active learns it at the sign-in (%s)', async (locale, text) => {
      // PHP's columns are looked up every ten seconds, the last time before this one was there.
      const accounts = studio.app.get(PhpAccounts);
      const isNoticed = () => studio.app.get(UnitOfWork).read((tx) => accounts.needsApproval(tx));
      await expect.poll(isNoticed, { timeout: 20_000 }).toBe(true);
      const tom = await givenPerson(studio, 'member', 'Tom Pending');
      await studio.sql("UPDATE user SET account_status = 'pending' WHERE id = ?", [tom.id]);
      app = await AppWindow.open(browser, studio, { locale });
      const { page } = app;
      const submit = page.getByRole('button', { name: /^(sign in|anmelden)$/i });
      const send = async (password: string) => {
        await page.getByLabel(/e-mail/i).fill(tom.email);
        await page.locator('input[name=password]').fill(password);
        await submit.click();
      };
      await send(PASSWORD);
      await page.getByRole('alert').getByText(text).waitFor();
      await app.isStill();
      expect(await app.accessibilityFaults()).toEqual([]);
      await send('not the password');
      await page.getByRole('alert').getByText(text).waitFor({ state: 'detached' });
    });
  }
});
