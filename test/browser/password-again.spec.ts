import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { toDb } from '../../src/database/instants.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, DESKTOP, givenPerson, PASSWORD, PHONE } from './app-window.js';
import { deviceMemory } from './device-memory.js';
import { onStage } from './device-stage.js';

const SIZES = [PHONE, { width: 360, height: 640 }, { width: 820, height: 1180 }, DESKTOP];
const WRONG = 'no-password-of-anybody';

describe('the password that is asked again', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let desk: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      desk = await givenPerson(studio, 'staff', 'Front Desk');
    },
    () => app,
  );

  const button = (name: string) => app.sheet.getByRole('button', { name, exact: true });
  const password = () => app.sheet.getByLabel('Password', { exact: true });
  const asked = () => app.sheet.getByRole('heading', { name: 'Your password, please' });
  const emailOf = async ({ id }: GivenMember) =>
    (await studio.api.as(desk).get(`/members/${id}`)).body.email as string;
  /** The name or the text of what has the focus. */
  const focused = () =>
    app.page.evaluate(() => {
      const { activeElement: one } = document;
      return one?.getAttribute('name') ?? one?.getAttribute('aria-label') ?? one?.textContent;
    });

  /** Waits until nothing moves but what goes on: the button of the sheet below is busy. */
  const hasCome = () =>
    app.page.waitForFunction(
      () =>
        document.getAnimations().every((one) => {
          const isEndless = one.effect?.getTiming().iterations === Infinity;
          return one.playState !== 'running' || isEndless;
        }),
      undefined,
      { polling: 50 },
    );

  /** The desk at a member's details, with another e-mail address typed, long after signing in. */
  async function openWith(name: string): Promise<{ member: GivenMember; email: string }> {
    const member = await studio.given.member({ name, coach: ana });
    const email = `new.${member.email}`;
    app = await AppWindow.openAs(browser, studio, desk);
    await studio.sql('UPDATE coach_sign_in SET confirmed_at = ?', [toDb(new Date(0))]);
    await app.goTo(`/members/${member.id}`);
    await app.page.getByRole('button', { name: 'Change details' }).press('Enter');
    await app.sheet.getByLabel('E-mail address').fill(email);
    return { member, email };
  }

  it('lets a changed e-mail address through, once, with the key of the first try', async () => {
    const { member, email } = await openWith('Tom Confirmed');
    const keys: (string | undefined)[] = [];
    app.page.on('request', (request) => {
      if (request.method() === 'PATCH') keys.push(request.headers()['idempotency-key']);
    });
    await button('Save').press('Enter');
    await asked().waitFor();
    expect(await emailOf(member)).toBe(member.email);
    await expect.poll(focused).toBe('password');
    expect(await password().getAttribute('autocomplete')).toBe('current-password');
    // What lies below is there for nobody meanwhile.
    expect(await app.sheet.count()).toBe(1);

    await app.page.keyboard.press('Enter');
    await app.sheet.getByText('Please fill this in.').waitFor();
    await app.page.keyboard.type(WRONG);
    await app.page.keyboard.press('Enter');
    await app.sheet.getByText('This password is wrong.').waitFor();
    expect(await password().getAttribute('aria-invalid')).toBe('true');
    await expect.poll(focused).toBe('password');
    expect(await emailOf(member)).toBe(member.email);

    await password().fill(PASSWORD);
    await app.page.keyboard.press('Enter');
    await app.page.getByText('Saved · Tom Confirmed').waitFor();
    await app.sheet.waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Change details');
    expect(await emailOf(member)).toBe(email);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    const memory = await deviceMemory(app.page);
    expect([PASSWORD, WRONG].filter((one) => memory.includes(one))).toEqual([]);

    // For the next minutes it is not asked again.
    await app.page.getByRole('button', { name: 'Change details' }).click();
    await app.sheet.getByLabel('E-mail address').fill(`again.${email}`);
    await button('Save').click();
    await app.sheet.waitFor({ state: 'detached' });
    expect(await emailOf(member)).toBe(`again.${email}`);
    expect(keys).toHaveLength(3);
  });

  it.each(['Escape', 'Close', 'Back'])(
    'may be refused by %s: nothing is changed, and what was typed stays',
    async (way) => {
      const { member, email } = await openWith(`Tim ${way}`);
      await button('Save').click();
      await asked().waitFor();
      await password().fill(PASSWORD);
      if (way === 'Escape') await app.page.keyboard.press('Escape');
      else if (way === 'Close') await button('Close').click();
      else await app.page.goBack();
      await asked().waitFor({ state: 'detached' });
      await app.sheet.getByText('This needs your password. Nothing was changed').waitFor();
      expect(await app.sheet.getByLabel('E-mail address').inputValue()).toBe(email);
      await expect.poll(focused).toBe('Save');
      expect(await emailOf(member)).toBe(member.email);
      // Asked anew, it begins with an empty field.
      await button('Save').click();
      await asked().waitFor();
      expect(await password().inputValue()).toBe('');
      await password().fill(PASSWORD);
      await button('Go on').click();
      await app.sheet.waitFor({ state: 'detached' });
      expect(await emailOf(member)).toBe(email);
    },
  );

  it('a change of the name alone asks for nothing', async () => {
    const { member } = await openWith('Tilda Maiden');
    await app.sheet.getByLabel('E-mail address').fill(member.email);
    await app.sheet.getByLabel('Last name').fill('Married');
    await button('Save').click();
    await app.page.getByText('Saved · Tilda Married').waitFor();
  });

  it('says that it cannot be given without a connection', async () => {
    const { member } = await openWith('Theo Offline');
    await button('Save').click();
    await asked().waitFor();
    await app.context.setOffline(true);
    await password().fill(PASSWORD);
    await button('Go on').click();
    await app.sheet.getByText('This needs a connection.').waitFor();
    await app.context.setOffline(false);
    await button('Go on').click();
    await app.sheet.waitFor({ state: 'detached' });
    expect(await emailOf(member)).toBe(`new.${member.email}`);
  });

  it('a sign-in that ends meanwhile takes the question along', async () => {
    const { member } = await openWith('Toni Ended');
    await button('Save').click();
    await asked().waitFor();
    await app.page.evaluate(() => {
      localStorage.removeItem('coach.account');
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await app.sheet.count()).toBe(0);
    await app.signIn(desk);
    await app.page.getByRole('heading', { level: 1, name: 'Toni Ended' }).waitFor();
    expect(await app.sheet.count()).toBe(0);
    expect(await emailOf(member)).toBe(member.email);
  });

  it.each(['light', 'dark'] as const)('can be read and tapped by everybody: %s', async (scheme) => {
    await openWith(`Nora ${scheme}`);
    await app.page.emulateMedia({ colorScheme: scheme });
    await button('Save').click();
    await asked().waitFor();
    for (const size of SIZES) {
      await app.page.setViewportSize(size);
      for (const text of ['100%', '200%']) {
        await app.page.evaluate((one) => (document.documentElement.style.fontSize = one), text);
        await hasCome();
        expect(await app.accessibilityFaults()).toEqual([]);
        expect(await app.smallTargets()).toEqual([]);
        expect(await app.isTooWide()).toBe(false);
      }
    }
  });
});

describe('a sign-in from a device that was not there before', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  it('is marked, with what to do; the one in the hand is not', async () => {
    const from = async (ip: string, userAgent: string) => {
      const headers = { 'X-Forwarded-For': ip, 'User-Agent': userAgent };
      const body = { email: ana.email, password: PASSWORD };
      expect((await studio.api.post('/auth/login', body, { headers })).status).toBe(200);
    };
    await from('203.0.113.7', 'GymApp/1 (phone)');
    await from('203.0.113.8', 'GymApp/2 (phone)');
    await from('198.51.100.9', 'Elsewhere/1 (tablet)');
    app = await AppWindow.signInAs(browser, studio, ana);
    await app.page.getByRole('link', { name: 'Account' }).click();
    const rows = app.page
      .getByRole('region', { name: 'Where you are signed in' })
      .getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(4);
    const marked = rows.filter({ hasText: 'New device' });
    expect(await marked.count()).toBe(1);
    expect(await marked.innerText()).toMatch(/^Elsewhere/);
    expect(await marked.innerText()).toContain('Was this not you?');
    expect(await app.accessibilityFaults()).toEqual([]);
  });
});
