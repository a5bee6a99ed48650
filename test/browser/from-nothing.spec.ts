import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { createDatabase } from '../support/database.js';
import { MailServer } from '../support/mail-server.js';
import { tokenInMail } from '../support/mailed.js';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';
import { AppWindow, DESKTOP } from './app-window.js';
import { BEHIND_A_PROXY } from './ip-addresses.js';
import { connectToBrowser } from './browser.js';

const PASSWORD = 'nine blue kettles';
const TO_OTHERS = {
  NODE_ENV: 'production',
  STUDIO_TIME_ZONE: 'Europe/Berlin',
  JWT_SECRET: 'only-this-test-knows-it-0123456789-0123456789',
};

/** An empty file, or an empty database of the server that this run is about. */
const DATABASES = {
  'an empty file': (folder: string) => Promise.resolve(`sqlite:${join(folder, 'studio.db')}`),
  'an empty database of the run': createDatabase,
} as const;

/*
 * The way of an owner who never had PHP: everything by the pages, and by the links of the mails
 * that come. The product is a process as it runs in a studio.
 */
describe.each(Object.entries(DATABASES))('a studio of its own, from %s', (_, makeDatabase) => {
  let browser: Browser;
  let folder: string;
  let server: MailServer;
  let product: Product;
  let windows: AppWindow[] = [];

  beforeAll(async () => {
    await ensureBuilt();
    browser = await connectToBrowser();
    folder = await mkdtemp(join(tmpdir(), 'coach-from-nothing-'));
    server = await MailServer.open();
    const DATABASE_URL = await makeDatabase(folder);
    const env = { ...TO_OTHERS, ...BEHIND_A_PROXY, ...server.env, DATABASE_URL };
    // An operator's step where the database is a server's; a file is made ready by the start.
    const { code, stderr } = await runCli(['migration:run'], env);
    expect(code, stderr).toBe(0);
    product = await startProduct(env);
  });
  afterAll(async () => {
    await browser.close();
    await endProduct(product);
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function openWindow(size = { width: 390, height: 844 }): Promise<AppWindow> {
    const app = await AppWindow.open(
      browser,
      { api: { base: product.base } },
      { size, isInstalled: true },
    );
    windows.push(app);
    return app;
  }

  async function invite(admin: AppWindow, name: string, role: string): Promise<void> {
    const { page, sheet } = admin;
    await page.getByRole('button', { name: 'Invite' }).click();
    await sheet.getByLabel('First name').fill(name);
    await sheet.getByLabel('E-mail address').fill(`${name.toLowerCase()}@people.test`);
    await sheet.getByLabel('Role').selectOption(role);
    await sheet.getByRole('button', { name: 'Invite', exact: true }).click();
    await sheet.getByText('has a link by which they set a password').waitFor();
    await sheet.getByRole('button', { name: 'Done' }).click();
    await admin.row(name).waitFor();
  }

  /** On a device of their own: by the link of the mail to whoever was invited. */
  async function followMail(name: string): Promise<AppWindow> {
    const to = `${name.toLowerCase()}@people.test`;
    const mail = () => server.received.find((one) => one.to.includes(to));
    await expect.poll(mail, { timeout: 20_000 }).toBeDefined();
    const app = await openWindow();
    await app.goTo(`/welcome#${tokenInMail(mail())}`);
    await app.page.locator('input[name=password]').fill(PASSWORD);
    await app.page.getByRole('button', { name: 'Save and sign in' }).click();
    await app.page.getByRole('navigation').waitFor();
    return app;
  }

  it('is set up, and sells the first package, whose first session is counted', async () => {
    const code = /Code +([A-Z]{8})/.exec(product.output())?.[1] ?? '';
    const admin = await openWindow(DESKTOP);
    const { page } = admin;
    const field = (name: string) => page.getByLabel(name, { exact: true });
    await field('Code of the last start').fill(code);
    await field('First name').fill('Ada');
    await field('Last name').fill('Moreau');
    await field('Your e-mail address').fill('ada@people.test');
    await field('New password').fill(PASSWORD);
    await page.getByLabel('A team').check();
    await page.getByRole('button', { name: 'Create the studio' }).click();
    await page.getByText('No members yet').waitFor();

    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByRole('link', { name: /^People/ }).click();
    await invite(admin, 'Cleo', 'Coach');
    await invite(admin, 'Max', 'Member');
    const coach = await followMail('Cleo');
    await coach.page.getByText('No members yet').waitFor();
    const member = await followMail('Max');

    await page.getByRole('navigation').getByRole('link', { name: 'Members' }).click();
    await admin.row('Max').getByRole('link').click();
    await page.getByRole('button', { name: 'Sell package' }).click();
    await admin.sheet.getByLabel('Coach', { exact: true }).selectOption('Cleo');
    await admin.sheet.getByRole('button', { name: '10 sessions', exact: true }).click();
    await admin.sheet.getByRole('button', { name: '3 months', exact: true }).click();
    await admin.sheet.getByRole('button', { name: 'Sell', exact: true }).click();
    await page.getByText('sessions left of 10').waitFor();

    // The app in which members train is another program.
    const { body, status } = await startWorkout(member);
    expect([status, body]).toMatchObject([201, { deducted: true }]);
    await member.page.reload();
    await member.page.getByText('sessions left of 10').waitFor();
    await coach.row('Max').getByText('Used today').waitFor();
    expect(await coach.row('Max').innerText()).toMatch(/\b9\b/);
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await page.getByText('A session was deducted from Max').waitFor();

    expect(windows.flatMap(({ complaints }) => complaints)).toEqual([]);
    for (const app of windows) await app.close();
    windows = [];
  });

  /** As the workout app does, for whoever is signed in. */
  async function startWorkout({ page }: AppWindow) {
    return page.evaluate(async () => {
      const { user, accessToken } = JSON.parse(localStorage.getItem('coach.account') ?? '{}') as {
        user: { id: number };
        accessToken: string;
      };
      const answer = await fetch(`/api/v1/members/${user.id}/workouts`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${accessToken}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': crypto.randomUUID(),
        },
        body: '{}',
      });
      return { status: answer.status, body: (await answer.json()) as unknown };
    });
  }
});
