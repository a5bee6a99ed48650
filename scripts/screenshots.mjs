// Takes the pictures of the README anew: starts the product with its demo studio in an empty
// folder, opens the pages in Chromium, and stops what it started.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const TARGET = resolve('docs/screenshots');
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const PLACES = ['chromium', 'chromium-headless-shell', 'chromium-browser', 'google-chrome'].map(
  (name) => `/usr/bin/${name}`,
);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'].concat(
  '--disable-component-update',
  '--disable-sync',
);

/** Which page, as whom, how, and what is pressed before the picture is taken. */
const PICTURES = [
  { name: 'members', as: 'ana', path: '/', press: ['Session used today: Nora Keane'] },
  { name: 'member', as: 'ana', path: '/members/6', scheme: 'dark' },
  { name: 'correct', as: 'ana', path: '/members/6', press: ['Correct', 'One more', 'One more'] },
  { name: 'overview', as: 'ana', path: '/overview', scheme: 'dark' },
  { name: 'activity', as: 'staff', path: '/activity' },
  { name: 'desk', as: 'staff', path: '/members/6', size: DESKTOP },
];

const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
if (executablePath === undefined) {
  console.error('No Chromium is installed. On Debian: apt-get install chromium');
  process.exit(1);
}

const folder = await mkdtemp(join(tmpdir(), 'coach-screenshots-'));
const product = spawn(process.execPath, [resolve('dist/main.js')], {
  cwd: folder,
  env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'silent' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const base = await baseUrlOf(product);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  await mkdir(TARGET, { recursive: true });
  for (const picture of PICTURES) await take(browser, base, picture);
  await browser.close();
} finally {
  product.kill();
  await rm(folder, { recursive: true, force: true });
}

/** The URL at which the product says that it listens. */
async function baseUrlOf({ stdout }) {
  let text = '';
  for await (const chunk of stdout) {
    text += chunk;
    const url = /API +(http:\/\/\S+)\/api\/v1\s/.exec(text)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`The product did not start: ${text}`);
}

async function take(browser, base, { name, as, path, press = [], scheme = 'light', size = PHONE }) {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    locale: 'en-GB',
    hasTouch: size === PHONE,
    deviceScaleFactor: size === PHONE ? 2 : 1,
  });
  const page = await context.newPage();
  await page.goto(`${base}/app${path}`);
  await page.getByLabel('E-mail address').fill(`${as}@example.com`);
  await page.locator('input[name=password]').fill('training-day');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();
  await page.waitForFunction(() => document.querySelector('main h1') !== null);
  await page.waitForFunction(() => document.querySelector('[role=status][aria-label]') === null);
  for (const one of press) await page.getByRole('button', { name: one }).first().click();
  // Plots and sheets move in; a picture is taken of what stands still.
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(TARGET, `${name}.png`) });
  await context.close();
  console.log(`docs/screenshots/${name}.png`);
}
