import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import type { TestPerson } from '../support/api.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';
import type { GivenMember } from '../support/given.js';
import { signedIn } from '../support/sign-ins.js';
import type { Studio } from '../support/studio.js';

const SIZES = [
  { width: 360, height: 640 },
  { width: 1440, height: 900 },
];
const REFUSED = 'Refused: A session was to be deducted from Tom Wanted';

let browser: Browser;
let studio: Studio;
let ana: TestPerson;
let staff: TestPerson;
let tom: GivenMember;
let window: AppWindow | undefined;

beforeAll(async () => {
  browser = await connectToBrowser();
  studio = await openStudioNow();
  const { api, given, clock, app } = studio;
  clock.set(`${clock.now().toISOString().slice(0, 13)}:05:00Z`);
  ana = await givenPerson(studio, 'coach', 'Ana Silva');
  staff = await givenPerson(studio, 'staff', 'Front Desk');
  tom = await given.member({ name: 'Tom Wanted', coach: ana, remaining: 5 });
  const stranger = await given.member({ name: 'Stranger Private' });
  // As many as a person may send at once.
  for (let burst = 0; burst < 2; burst += 1) {
    const tries = Array.from({ length: 30 }, () => api.as(stranger).startWorkout(tom));
    for (const { status } of await Promise.all(tries)) expect(status).toBe(403);
  }
  const { api: desk } = await signedIn(studio, staff);
  await desk.patch(`/members/${tom.id}`, { email: 'tom.new@example.com' });
  clock.advance({ hours: 1, minutes: 2 });
  await app.get(Cleanup).runNow();
});
afterAll(async () => {
  await browser.close();
  await studio.close();
});
afterEach(async () => {
  expect(window?.complaints ?? []).toEqual([]);
  await window?.context.close();
});

async function open(person: TestPerson, size: { width: number; height: number }) {
  window = await AppWindow.openAs(browser, studio, person, { size });
  await window.goTo('/activity');
  await window.page.getByText('Front Desk changed the details of Tom Wanted').waitFor();
  return window;
}

it.each(SIZES)('the front desk reads how often a stranger tried, %o', async (size) => {
  const { page } = await open(staff, size);
  const rows = page.getByRole('listitem').filter({ hasText: REFUSED });
  await expect.poll(() => rows.count()).toBe(21);
  const counted = rows.filter({ hasText: 'more times' });
  expect(await counted.innerText()).toMatch(/and 40 more times until \d\d:05/);
  expect(await counted.innerText()).toContain('by Stranger Private');
  await page.getByRole('button', { name: `Details: Front Desk changed` }).click();
  await page.getByRole('cell', { name: 'tom.new@example.com' }).waitFor();
});

it.each(SIZES)(
  'the coach reads that contact details changed, and of no stranger, %o',
  async (size) => {
    const { page } = await open(ana, size);
    await page.getByText('Contact details were changed.').waitFor();
    const content = await page.getByRole('main').innerText();
    expect(content).not.toMatch(/Stranger|Refused|@|more times/);
  },
);
