import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import type { Answer, TestPerson } from '../support/api.js';
import { AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';

const CORRECTED = 'Ana Silva corrected Tom Logged’s count: 7 → 9';
const USED = 'Ana Silva counted a session for Tom Logged: 9 → 8';
const UNDONE = 'Ana Silva gave a session back to Tom Logged: 8 → 9';
const REFUSED_UNDO = 'Refused: Ana Silva wanted to give a session back to Tom Logged';
const REFUSED_COUNT = 'Refused: Ana Silva wanted to correct Tom Logged’s count';
const KIMS = 'Ana Silva counted a session for Kim Other: 5 → 4';
const TODAY = [KIMS, REFUSED_COUNT, REFUSED_UNDO, UNDONE, USED];

function statusOf({ status }: Answer): number {
  return status;
}

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])('the activity log on %s', (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let tom: GivenMember;
  let coach: AppWindow;
  let desk: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    const ana = await givenPerson(studio, 'coach', 'Ana Silva');
    await happens(ana);
    const ben = await studio.given.coach('Ben Costa');
    const secret = await studio.given.member({ name: 'Secret Person', coach: ben });
    await studio.api.as(ben).addUsage(secret, { reason: 'whispered' });
    coach = await AppWindow.openAs(browser, studio, ana, { size });
    const staff = await givenPerson(studio, 'staff', 'Front Desk');
    desk = await AppWindow.openAs(browser, studio, staff, { size });
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect([...coach.complaints, ...desk.complaints]).toEqual([]));

  /** What Ana does yesterday and today. */
  async function happens(ana: TestPerson): Promise<void> {
    const { given, clock } = studio;
    const api = studio.api.as(ana);
    clock.advance({ days: -1 });
    tom = await given.member({ name: 'Tom Logged', coach: ana, remaining: 7 });
    const kim = await given.member({ name: 'Kim Other', coach: ana, remaining: 5 });
    await api.adjust(tom, { adjustment: 2, reason: 'A gift for waiting' });
    clock.advance({ days: 1 });
    const { body } = await api.addUsage(tom, { reason: 'Trained outdoors' });
    await api.undo(tom, body.usage.id, { reason: 'Did not train' });
    expect(statusOf(await api.undo(tom, body.usage.id))).toBe(409);
    const tooMuch = { adjustment: -100, reason: 'A slip' };
    expect(statusOf(await api.adjust(tom, tooMuch))).toBe(409);
    await api.addUsage(kim);
  }

  /** What the rows say first, of one day or of all, the newest first. */
  async function sentences({ page }: AppWindow, day?: string): Promise<string[]> {
    const days = page.getByRole('region', day === undefined ? {} : { name: day });
    const texts = await days.getByRole('listitem').allInnerTexts();
    return texts.map((text) => text.split('\n')[0] ?? '');
  }

  const shows = (app: AppWindow, expected: readonly string[], day?: string) =>
    expect.poll(() => sentences(app, day)).toEqual(expected);

  const row = ({ page }: AppWindow, sentence: string) =>
    page.getByRole('region').getByRole('listitem').filter({ hasText: sentence });

  /** Chooses in the filter sheet; nothing changes before it is applied. */
  async function filter({ page, sheet }: AppWindow, chosen: Record<string, string>): Promise<void> {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    for (const [label, value] of Object.entries(chosen)) {
      const field = sheet.getByLabel(label, { exact: true });
      if (/^\d{4}-/.test(value)) await field.fill(value);
      else await field.selectOption(value);
    }
    await sheet.getByRole('button', { name: 'Show', exact: true }).click();
    await sheet.waitFor({ state: 'detached' });
  }

  const chip = ({ page }: AppWindow, what: string | RegExp) =>
    page.getByRole('list', { name: 'Filters' }).getByRole('button', { name: what });

  const yesterday = () =>
    new Date(studio.clock.now().getTime() - DAY_MS).toLocaleDateString('sv-SE', {
      timeZone: studio.config.studioTimeZone,
    });

  it("has everything that a coach did, who it was and why, and nothing of another's", async () => {
    await coach.goTo('/activity');
    await shows(coach, TODAY, 'Today');
    expect((await sentences(coach, 'Yesterday'))[0]).toBe(CORRECTED);
    await row(coach, CORRECTED).getByText('“A gift for waiting”').waitFor();
    await row(coach, USED).getByText('“Trained outdoors”').waitFor();
    await row(coach, UNDONE).getByText('“Did not train”').waitFor();
    await row(coach, REFUSED_UNDO).getByText('This session was already undone.').waitFor();
    await row(coach, REFUSED_COUNT).getByText('The count cannot fall below zero.').waitFor();
    const content = await coach.page.getByRole('main').innerText();
    expect(content).not.toMatch(/Secret|Ben|whispered/);
    expect(await coach.page.getByRole('button', { name: /^Details/ }).count()).toBe(0);
  });

  it('is narrowed by action, by outcome and by day, and each can be taken away', async () => {
    await coach.goTo('/activity');
    await filter(coach, { 'What happened': 'Count corrected' });
    await shows(coach, [REFUSED_COUNT, CORRECTED]);
    await filter(coach, { 'How it ended': 'Refused' });
    await shows(coach, [REFUSED_COUNT]);
    await chip(coach, 'Remove filter: Count corrected').click();
    await shows(coach, [REFUSED_COUNT, REFUSED_UNDO]);
    await coach.page.goBack();
    await shows(coach, [REFUSED_COUNT]);
    await coach.page.goBack();
    await shows(coach, [REFUSED_COUNT, CORRECTED]);

    await filter(coach, { From: yesterday(), To: yesterday() });
    await shows(coach, [CORRECTED]);
    await chip(coach, /^Remove filter: To/).click();
    await shows(coach, [REFUSED_COUNT, CORRECTED]);
    await filter(coach, { 'What happened': 'Package changed' });
    await coach.page.getByText('Nothing fits these filters').waitFor();
    await coach.page.getByRole('button', { name: 'Clear filters' }).click();
    await shows(coach, TODAY, 'Today');
  });

  it('refuses days in the wrong order before anything is asked', async () => {
    await coach.goTo('/activity');
    const { page, sheet } = coach;
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const today = studio.clock.now().toISOString().slice(0, 10);
    await sheet.getByLabel('From', { exact: true }).fill(today);
    await sheet.getByLabel('To', { exact: true }).fill(yesterday());
    await sheet.getByText('This is before the first day.').waitFor();
    await sheet.getByRole('button', { name: 'Show', exact: true }).click();
    expect(await sheet.getByLabel('To', { exact: true }).inputValue()).toBe(yesterday());
    expect(new URL(page.url()).search).toBe('');
  });

  it("follows from a member's page with this member alone, and Back leads back", async () => {
    const { page } = coach;
    await coach.goTo(`/members/${tom.id}`);
    await page.getByRole('link', { name: 'Activity log' }).click();
    await chip(coach, 'Remove filter: About Tom Logged').waitFor();
    await shows(
      coach,
      TODAY.filter((one) => one !== KIMS),
      'Today',
    );
    await filter(coach, { 'How it ended': 'Refused' });
    await shows(coach, [REFUSED_COUNT, REFUSED_UNDO]);
    await row(coach, REFUSED_UNDO).getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Tom Logged' }).waitFor();
    await page.goBack();
    await shows(coach, [REFUSED_COUNT, REFUSED_UNDO]);
    await chip(coach, 'Remove filter: About Tom Logged').waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Tom Logged' }).waitFor();
  });

  it('the front desk opens what was noted of a row, and all by the same person', async () => {
    const admin = studio.api.as(await studio.given.admin());
    const { body } = await admin.activity('?action=balance.adjusted&outcome=done');
    await desk.goTo('/activity');
    const { page } = desk;
    await page.getByText('Secret Person').first().waitFor();
    const opener = page.getByRole('button', { name: `Details: ${CORRECTED}` });
    await opener.click();
    expect(await opener.getAttribute('aria-expanded')).toBe('true');
    const details = row(desk, CORRECTED);
    await details.getByText(body.data[0].requestId).waitFor();
    const change = details.getByRole('table', { name: 'What changed' }).getByRole('row');
    const cells = await change.filter({ hasText: 'Sessions left' }).innerText();
    expect(cells.split(/\s*\t\s*/)).toEqual(['Sessions left', '7', '9']);
    await details.getByRole('link', { name: 'Everything by Ana Silva' }).click();
    await chip(desk, 'Remove filter: By Ana Silva').waitFor();
    await shows(desk, TODAY, 'Today');
    await shows(desk, [CORRECTED], 'Yesterday');
  });
});
