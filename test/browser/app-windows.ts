import type { Browser } from 'playwright-core';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, type WindowOptions } from './app-window.js';

/**
 * One window for each person, which begins again for each test: a device of its own costs four
 * times as much as a page. Not for tests that take the network away or hold up requests.
 */
export class AppWindows {
  private readonly windows = new Map<TestPerson['id'] | 'nobody', AppWindow>();

  constructor(
    private readonly browser: Browser,
    private readonly studio: Studio,
    private readonly options: WindowOptions,
  ) {}

  async openAs(person: TestPerson): Promise<AppWindow> {
    const known = this.windows.get(person.id);
    if (known !== undefined) {
      await known.beginAgain();
      return known;
    }
    const opened = await AppWindow.openAs(this.browser, this.studio, person, this.options);
    this.windows.set(person.id, opened);
    return opened;
  }

  /** Where nobody has signed in: a device for one test. */
  async open(): Promise<AppWindow> {
    const opened = await AppWindow.open(this.browser, this.studio, this.options);
    this.windows.set('nobody', opened);
    return opened;
  }

  /** What the pages complained about since it was asked the last time. */
  complaints(): string[] {
    return [...this.windows.values()].flatMap(({ complaints }) => complaints.splice(0));
  }
}
