import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import type { TestPerson } from '../support/api.js';
import { AppWindow, DESKTOP, givenPerson, openStudioNow, PHONE } from './app-window.js';
import { connectToBrowser } from './browser.js';
import type { Studio } from '../support/studio.js';

/** A page as a person comes to it, and how to know that it is there. */
interface Place {
  readonly name: string;
  readonly as: 'coach' | 'staff' | 'nobody';
  readonly path: (memberId: number) => string;
  /** Buttons to press one after the other. */
  readonly press?: readonly (string | RegExp)[];
  readonly shows: string | RegExp;
  readonly isOffline?: boolean;
}

const root = () => '/';
const member = (id: number) => `/members/${id}`;

const PLACES: readonly Place[] = [
  { name: 'sign in', as: 'nobody', path: root, shows: 'Password' },
  {
    ...{ name: 'sign in, refused', as: 'nobody', path: root, press: ['Sign in'] },
    shows: 'Please fill this in.',
  },
  { name: 'members', as: 'coach', path: root, shows: 'Need attention' },
  { name: 'members of the studio', as: 'staff', path: root, shows: 'Need attention' },
  {
    ...{ name: 'a tap', as: 'coach', path: root, press: [/^Session used today/] },
    shows: /Session used · .* left/,
  },
  { name: 'members, offline', as: 'coach', path: root, shows: /offline/, isOffline: true },
  { name: 'member', as: 'coach', path: member, shows: /“No phone”/ },
  { name: 'member at the desk', as: 'staff', path: member, shows: /“No phone”/ },
  {
    ...{ name: 'correcting', as: 'coach', path: member, press: ['Correct', 'Save'] },
    shows: 'Please say why; it stays in the history.',
  },
  {
    ...{ name: 'another day', as: 'coach', path: member, press: ['Another day'] },
    shows: 'Reason (optional)',
  },
  { name: 'undoing', as: 'coach', path: member, press: ['Undo'], shows: 'Undo this session?' },
  { ...{ name: 'a new member', as: 'staff', path: root }, press: ['New member'], shows: 'E-mail' },
  {
    ...{ name: 'selling', as: 'staff', path: member, press: ['Sell package'] },
    shows: 'Ask the coach first',
  },
  {
    ...{ name: 'what a package allows', as: 'staff', path: member, press: [/^Change the package/] },
    shows: 'Disconnect',
  },
  { name: 'activity', as: 'coach', path: () => '/activity', shows: /Tom Accessible/ },
  { name: 'overview', as: 'coach', path: () => '/overview', shows: 'Sessions a week' },
  { name: 'account', as: 'coach', path: () => '/account', shows: 'Appearance' },
  { name: 'nowhere', as: 'coach', path: () => '/nowhere', shows: 'There is nothing here' },
  { name: 'no number', as: 'coach', path: () => '/members/abc', shows: 'There is nothing here' },
];

describe.each(['light', 'dark'] as const)(
  'in %s, axe finds nothing to complain about',
  (scheme) => {
    let browser: Browser;
    let studio: Studio;
    let people: Record<'coach' | 'staff', TestPerson>;
    let memberId: number;
    const windows = new Map<Place['as'], AppWindow>();

    /** One window for each person: each place is loaded anew there. */
    async function windowOf(as: Place['as']): Promise<AppWindow> {
      const app =
        windows.get(as) ??
        (as === 'nobody'
          ? await AppWindow.open(browser, studio, { scheme })
          : await AppWindow.openAs(browser, studio, people[as], { scheme }));
      windows.set(as, app);
      return app;
    }

    beforeAll(async () => {
      browser = await connectToBrowser();
      studio = await openStudioNow();
      const coach = await givenPerson(studio, 'coach', 'Ana Silva');
      people = { coach, staff: await givenPerson(studio, 'staff', 'Front Desk') };
      const { given, api } = studio;
      const tom = await given.member({ name: 'Tom Accessible', coach, remaining: 100 });
      memberId = tom.id;
      await api.as(coach).addUsage(tom, { usageDate: studioYesterday(studio), reason: 'No phone' });
      await given.member({ name: 'Ella Empty', coach, remaining: 0 });
      await given.member({ name: 'Lou Low', coach, remaining: 2, expiresInDays: 4 });
      const pending = { coach: 'pending' };
      await given.member({ name: 'Wim Waiting', coach, remaining: 5, approvals: pending });
      await given.member({ name: 'Mona Monthly', coach, rateType: 'monthly' });
    });
    afterAll(async () => {
      await browser.close();
      await studio.close();
    });

    it.each(PLACES)('$name', async ({ as, path, press = [], shows, isOffline }) => {
      const app = await windowOf(as);
      await app.page.setViewportSize(PHONE);
      await app.goTo(path(memberId));
      await app.page.getByRole('main').first().waitFor();
      if (isOffline) {
        await app.page.getByText('Need attention').waitFor();
        await app.context.setOffline(true);
      }
      for (const name of press) await app.page.getByRole('button', { name }).last().click();
      for (const size of [PHONE, DESKTOP]) {
        await app.page.setViewportSize(size);
        await app.page.getByText(shows).first().waitFor();
        await app.isStill();
        expect(await app.accessibilityFaults()).toEqual([]);
        expect(await app.smallTargets()).toEqual([]);
        expect(await app.isTooWide()).toBe(false);
      }
      if (isOffline) await app.context.setOffline(false);
    });
  },
);

function studioYesterday({ clock }: Studio): string {
  // In the zone of these tests it is about noon, so a day earlier is the day before.
  return new Date(clock.now().getTime() - DAY_MS).toISOString().slice(0, 10);
}
