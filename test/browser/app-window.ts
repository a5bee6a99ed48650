import { JwtService } from '@nestjs/jwt';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { ACCESS_TOKEN } from '../../src/auth/access-token.js';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { TestPerson } from '../support/api.js';
import { USUAL_LIMITS } from '../support/limits.js';
import { openStudio, type Studio, type StudioOptions } from '../support/studio.js';
import { axeFaults } from './axe.js';
import { keepRecording } from './browser.js';
import { BEHIND_A_PROXY, nextIpAddress } from './ip-addresses.js';
import { keepShown } from './keep-shown.js';

/** The sizes at which everything must work. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
export const PASSWORD = 'a-password-of-the-tests';

interface NowOptions extends StudioOptions {
  /** Whether it has an admin; without one its first page asks for one. */
  readonly isSetUp?: boolean;
}

/**
 * A studio that the browser believes in: it is now, and about noon, so that no test crosses
 * midnight. Its people have the limits that an operator's have.
 */
export async function openStudioNow({ isSetUp = true, ...options }: NowOptions = {}) {
  const now = new Date();
  const hours = 12 - now.getUTCHours();
  // In these zones the sign says how far UTC is ahead of them.
  const timeZone = hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
  const env = { ...BEHIND_A_PROXY, ...USUAL_LIMITS, ...options.env };
  const studio = await openStudio({ now: now.toISOString(), timeZone, ...options, env });
  if (isSetUp) await studio.given.admin();
  return studio;
}

let passwordHash: Promise<string> | undefined;

/** A person who signs in with `PASSWORD`. */
export async function givenPerson(
  { app, given }: Studio,
  role: TestPerson['role'],
  name: string,
): Promise<TestPerson> {
  passwordHash ??= app.get(Passwords).hash(PASSWORD);
  return given.person(role, name, await passwordHash);
}

export interface WindowOptions {
  readonly size?: { width: number; height: number };
  readonly scheme?: 'light' | 'dark';
  readonly locale?: string;
  /** Where the app is served, if not by the studio's own process. */
  readonly base?: string;
  /**
   * Has a service worker take the whole app to the device, for what is done without a connection,
   * or kept. That costs more than all else about a window; and requests that pass it are not always
   * seen by a test that holds them up.
   */
  readonly isInstalled?: boolean;
}

/** What a device keeps of a sign-in: names and values of its local storage. */
type Kept = readonly { name: string; value: string }[];

/** A browser of its own, as on a device of its own, with the app open in one window. */
export class AppWindow {
  private streams = 0;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly base: string,
    /** What the page complained about; a test that ends well has none. */
    readonly complaints: string[],
  ) {}

  static async open(
    browser: Browser,
    studio: { readonly api: Pick<Studio['api'], 'base'> },
    {
      size = PHONE,
      scheme = 'light',
      locale = 'en-GB',
      base = studio.api.base,
      isInstalled = false,
    }: WindowOptions = {},
    kept: Kept = [],
  ): Promise<AppWindow> {
    const context = await browser.newContext({
      storageState: { cookies: [], origins: [{ origin: base, localStorage: [...kept] }] },
      viewport: size,
      hasTouch: size.width < 500,
      colorScheme: scheme,
      locale,
      serviceWorkers: isInstalled ? 'allow' : 'block',
      extraHTTPHeaders: { 'X-Forwarded-For': nextIpAddress() },
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Warning:/.test(message.text())) complaints.push(message.text());
    });
    const one = new AppWindow(context, page, base, complaints);
    page.on('response', (answer) => {
      if (answer.url().includes('/api/v1/events?ticket=')) one.streams += 1;
    });
    await one.goTo('/');
    return one;
  }

  /** On a device on which the person has signed in before. */
  static async openAs(
    browser: Browser,
    studio: Studio,
    person: TestPerson,
    options: WindowOptions = {},
  ): Promise<AppWindow> {
    const kept = await signedIn(options.base ?? studio.api.base, person);
    const one = await AppWindow.open(browser, studio, options, kept);
    await one.page.getByRole('navigation').waitFor();
    return one;
  }

  /** As `openAs`, by the sign-in page. */
  static async signInAs(
    browser: Browser,
    studio: Studio,
    person: TestPerson,
    options: WindowOptions = {},
  ): Promise<AppWindow> {
    const one = await AppWindow.open(browser, studio, options);
    await one.signIn(person);
    return one;
  }

  /** Begins again as the same person on the same device, which remembers nothing else. */
  async beginAgain(): Promise<void> {
    await this.page.evaluate(() => {
      sessionStorage.clear();
      for (const key of Object.keys(localStorage)) {
        if (key !== 'coach.account') localStorage.removeItem(key);
      }
    });
    this.streams = 0;
    await this.goTo('/');
    await this.page.getByRole('navigation').waitFor();
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.base}/app${path}`);
  }

  async signIn({ email }: Pick<TestPerson, 'email'>, password = PASSWORD): Promise<void> {
    await this.page.getByLabel(/e-mail/i).fill(email);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.getByRole('button', { name: /^(sign in|anmelden)$/i }).click();
    await this.page.getByRole('navigation').waitFor();
  }

  /** From here on the studio takes the person's access token for one that is past its time. */
  async expireToken({ app }: Studio, { id, role }: TestPerson): Promise<void> {
    const { issuer, audience } = ACCESS_TOKEN;
    const claims = { subject: String(id), issuer, audience, expiresIn: -1 };
    const token = app.get(JwtService).sign({ role }, claims);
    await this.page.evaluate((accessToken) => {
      const account = JSON.parse(localStorage.getItem('coach.account') ?? '{}') as object;
      localStorage.setItem('coach.account', JSON.stringify({ ...account, accessToken }));
    }, token);
  }

  /** Waits until the page follows the studio, so that what was there is not what is tested. */
  async isLive(): Promise<void> {
    await expect.poll(() => this.streams, { timeout: 15_000 }).toBeGreaterThan(0);
  }

  /** What lies over the page and asks for something. */
  get sheet() {
    return this.page.getByRole('dialog');
  }

  /** The row of a member in the list. */
  row(name: string) {
    return this.page.getByRole('listitem').filter({ hasText: name });
  }

  /** The words of accessibility faults on the page as it is, with where they are. */
  async accessibilityFaults(): Promise<string[]> {
    return axeFaults(this.page);
  }

  /** Controls that a thumb would miss: less than 44 px in either direction. */
  async smallTargets(): Promise<string[]> {
    return this.page.evaluate(() => {
      const controls = document.querySelectorAll<HTMLElement>(
        'button, a[href], select, [role=tab]',
      );
      return [...controls].flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        const isShown = width > 1 && one.checkVisibility({ visibilityProperty: true });
        const isInText = getComputedStyle(one).display === 'inline';
        const isSmall = Math.min(width, height) < 43.5;
        return isShown && !isInText && isSmall
          ? [`${one.outerHTML.slice(0, 160)} is ${Math.round(width)} x ${Math.round(height)}`]
          : [];
      });
    });
  }

  /** Whether the page has to be moved sideways. */
  async isTooWide(): Promise<boolean> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  }

  /** Waits until nothing moves: half-way colours have no contrast. */
  async isStill(): Promise<void> {
    await this.page.waitForFunction(
      () => document.getAnimations().every(({ playState }) => playState !== 'running'),
      undefined,
      { polling: 50 },
    );
  }

  async close(): Promise<void> {
    await keepShown(this.page);
    await keepRecording(this.context);
    await this.context.close();
  }
}

/** Signs in past the page, which has tests of its own. */
async function signedIn(base: string, { email }: TestPerson): Promise<Kept> {
  const answer = await fetch(`${base}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': nextIpAddress() },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${await answer.text()}`);
  const { user, accessToken, refreshToken } = (await answer.json()) as Record<string, unknown>;
  const value = JSON.stringify({ user, accessToken, refreshToken });
  return [{ name: 'coach.account', value }];
}
