import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { type AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { AppWindows } from './app-windows.js';
import type { Studio } from '../support/studio.js';

/** Where the bars of one colour are on a canvas, and the plot around them, from the top. */
interface Bars {
  readonly color: string;
  readonly pixels: number;
  readonly top: number;
  readonly bottom: number;
  readonly plotTop: number;
  readonly plotBottom: number;
}

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])('the overview on %s', (_, size) => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let staff: TestPerson;
  let windows: AppWindows;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
    windows = new AppWindows(browser, studio, { size });
    ana = await givenPerson(studio, 'coach', 'Ana Silva');
    ben = await givenPerson(studio, 'coach', 'Ben Costa');
    staff = await givenPerson(studio, 'staff', 'Front Desk');
    await trains();
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  afterEach(() => expect(windows.complaints()).toEqual([]));

  /** A week ago two workouts; this week one session by hand, and one that was undone. */
  async function trains(): Promise<void> {
    const { given, api, clock } = studio;
    clock.advance({ days: -7 });
    const tom = await given.member({ name: 'Tom Trains', coach: ana, remaining: 20 });
    const bea = await given.member({ name: 'Bea Trains', coach: ben, remaining: 10 });
    await api.as(tom).startWorkout(tom);
    await api.as(bea).startWorkout(bea);
    clock.advance({ days: 7 });
    await api.as(ana).addUsage(tom);
    const elsa = await given.member({ name: 'Elsa Undone', coach: ana, remaining: 9 });
    const { body } = await api.as(ana).addUsage(elsa);
    await api.as(ana).undo(elsa, body.usage.id);
    await given.member({ name: 'Ella Empty', coach: ana, remaining: 0 });
    await given.member({ name: 'Lou Low', coach: ana, remaining: 2, expiresInDays: 4 });
    const approvals = { coach: 'pending' };
    const wim = await given.member({ name: 'Wim Waiting', coach: ana, remaining: 15 });
    await given.package(wim, { coach: ana, remaining: 5, approvals });
    await given.member({ name: 'Bruno Empty', coach: ben, remaining: 0 });
  }

  async function open(person: TestPerson, path = '/overview'): Promise<void> {
    app = await windows.openAs(person);
    await app.goTo(path);
  }

  /** The rows of a table, without what each is about. */
  async function figuresOf(title: string): Promise<number[][]> {
    const card = app.page.getByRole('region', { name: title, exact: true });
    const table = card.getByRole('table', { name: title });
    if (!(await table.isVisible())) await card.getByText('Show as table').click();
    await table.waitFor();
    const rows = await table.locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.getByRole('cell').allInnerTexts()));
    return cells.map((texts) => texts.map(Number));
  }

  async function tiles(): Promise<string[]> {
    const list = app.page.getByRole('list', { name: 'Members by what they need' });
    const texts = await list.getByRole('link').allInnerTexts();
    return texts.map((text) => text.split(/\s+/).join(' '));
  }

  /** The week in which Lou's package ends, counted from this one. */
  function weekOfLou(): number {
    const weekday = (studio.clock.now().getUTCDay() + 6) % 7;
    return weekday + 4 > 6 ? 1 : 0;
  }

  const NOBODY = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

  it("a coach has the figures of one's own members", async () => {
    await open(ana);
    await expect
      .poll(tiles)
      .toEqual(['5 Members', '1 Empty', '1 Low', '1 Expiring', '1 Waiting for approval']);
    const weeks = await figuresOf('Sessions a week');
    expect(weeks).toHaveLength(12);
    // By workout, by hand, both, undone.
    expect(weeks.slice(-3)).toEqual([
      [0, 0, 0, 0],
      [1, 0, 1, 0],
      [0, 1, 1, 1],
    ]);
    const balances = await figuresOf('Members running out');
    expect(balances.flat()).toEqual(NOBODY.with(0, 1).with(2, 1).with(9, 1));
    const expiring = await figuresOf('Packages expiring');
    expect(expiring).toHaveLength(8);
    expect(expiring[weekOfLou()]).toEqual([1, 2]);
    expect(expiring.flat().reduce((sum, one) => sum + one)).toBe(3);
    const out = app.page
      .getByRole('region', { name: 'Running out', exact: true })
      .getByRole('listitem');
    expect(await out.allInnerTexts()).toEqual([
      expect.stringMatching(/^Ella Empty\s+Empty$/),
      expect.stringMatching(/^Lou Low\s+Low$/),
    ]);
  });

  it('the front desk has those of all, and of each coach', async () => {
    await open(staff);
    await expect.poll(async () => (await tiles())[0]).toBe('7 Members');
    expect((await figuresOf('Sessions a week')).slice(-2)).toEqual([
      [2, 0, 2, 0],
      [0, 1, 1, 1],
    ]);
    expect((await figuresOf('Members running out')).flat()).toEqual(
      NOBODY.with(0, 2).with(2, 1).with(9, 2),
    );
    await app.page.getByLabel('Coach', { exact: true }).selectOption('Ben Costa');
    await expect
      .poll(tiles)
      .toEqual(['2 Members', '1 Empty', '0 Low', '0 Expiring', '0 Waiting for approval']);
    expect((await figuresOf('Sessions a week')).slice(-2)).toEqual([
      [1, 0, 1, 0],
      [0, 0, 0, 0],
    ]);
    await app.page.getByText('No package ends in these weeks.').waitFor();

    await app.page.getByRole('link', { name: 'Empty' }).first().click();
    await app.row('Bruno Empty').waitFor();
    expect(await app.row('Ella Empty').count()).toBe(0);
    await app.page.goBack();
    await expect.poll(async () => (await tiles())[0]).toBe('2 Members');
  });

  it.each([
    ['Empty', 'Ella Empty'],
    ['Low', 'Lou Low'],
    ['Expiring', 'Lou Low'],
    ['Waiting for approval', 'Wim Waiting'],
  ])('the tile %s leads to these members', async (name, member) => {
    await open(ana);
    const list = app.page.getByRole('list', { name: 'Members by what they need' });
    await list.getByRole('link', { name }).click();
    await app.page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    const names = async () => {
      const links = await app.page.getByRole('main').getByRole('listitem').all();
      return Promise.all(links.map(async (one) => one.getByRole('link').innerText()));
    };
    await expect.poll(names).toEqual([expect.stringMatching(`^${member}\\b`)]);
    expect(await app.page.getByRole('radio', { name }).isChecked()).toBe(true);
  });

  /** The bars of the colour that a variable has now. */
  async function bars(title: string, variable: string): Promise<Bars> {
    const card = app.page.getByRole('region', { name: title, exact: true });
    await card.locator('canvas').waitFor();
    return card.evaluate((section, name): Bars => {
      const [canvas, plot] = [section.querySelector('canvas'), section.querySelector('.u-over')];
      const pen = canvas?.getContext('2d');
      if (!canvas || !plot || !pen) throw new Error('nothing is drawn');
      const probe = document.createElement('canvas').getContext('2d');
      if (!probe) throw new Error('no canvas');
      probe.fillStyle = getComputedStyle(section).getPropertyValue(name);
      probe.fillRect(0, 0, 1, 1);
      const wanted = [...probe.getImageData(0, 0, 1, 1).data].join();
      const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      const rows: number[] = [];
      for (let at = 0; at < data.length; at += 4) {
        if (data.slice(at, at + 4).join() === wanted) rows.push(Math.floor(at / 4 / canvas.width));
      }
      const box = canvas.getBoundingClientRect();
      const inside = plot.getBoundingClientRect();
      const ratio = canvas.height / box.height;
      const [plotTop, plotBottom] = [inside.top, inside.bottom].map((y) => (y - box.top) * ratio);
      const [top = 0, bottom = 0] = [rows[0], rows.at(-1)];
      const around = { plotTop: plotTop ?? 0, plotBottom: plotBottom ?? 0 };
      return { color: wanted, pixels: rows.length, top, bottom, ...around };
    }, variable);
  }

  it('bars begin at zero and are as high as their figure, in light and in dark', async () => {
    await open(ana);
    const lit = await bars('Sessions a week', '--brand');
    await expect
      .poll(async () => (await bars('Sessions a week', '--brand')).pixels)
      .toBeGreaterThan(100);
    const { top, bottom, plotTop, plotBottom } = await bars('Sessions a week', '--brand');
    expect(Math.abs(plotBottom - bottom)).toBeLessThan(3);
    // One session, where the scale ends at four.
    expect(Math.abs((bottom - top) / (plotBottom - plotTop) - 1 / 4)).toBeLessThan(0.03);
    expect((await bars('Members running out', '--bad')).pixels).toBeGreaterThan(100);
    expect((await bars('Packages expiring', '--brand')).pixels).toBeGreaterThan(100);

    await app.page.emulateMedia({ colorScheme: 'dark' });
    const dark = () => bars('Sessions a week', '--brand');
    await expect.poll(async () => (await dark()).color).not.toBe(lit.color);
    await expect.poll(async () => (await dark()).pixels).toBeGreaterThan(100);
    await app.page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(async () => (await dark()).color).toBe(lit.color);
    await expect.poll(async () => (await dark()).pixels).toBeGreaterThan(100);
  });

  it('where nothing has happened yet, it says what to do', async () => {
    await open(await givenPerson(studio, 'coach', 'Nina New'));
    await app.page.getByText('No members yet').waitFor();
    await app.page.getByRole('link', { name: 'To the members' }).click();
    await app.page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  });
});
