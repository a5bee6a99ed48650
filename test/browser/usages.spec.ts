import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import type { Studio } from '../support/studio.js';
import { AppWindow } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('one used session', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  /** Who trained today, on the page of whom the coach is. */
  async function openTrained(name: string, how: object = {}): Promise<GivenMember> {
    const tom = await studio.given.member({ name, coach: ana, remaining: 5 });
    await studio.api.as(ana).startWorkout(tom);
    app = await AppWindow.openAs(browser, studio, ana, how);
    await app.goTo(`/members/${tom.id}`);
    await lines()
      .getByText(/Workout started|Training gestartet/)
      .waitFor();
    return tom;
  }
  const main = () => app.page.getByRole('main');
  const lines = () => main().getByRole('listitem');
  const press = (name: string) => app.page.getByRole('button', { name, exact: true }).click();
  const dialog = () => app.page.getByRole('dialog');
  const historyOf = async (tom: GivenMember) => {
    return (await studio.api.as(ana).history(tom)).body.data;
  };

  it('is not the only one of a day where the coach says so, and why', async () => {
    const tom = await openTrained('Tom Twice');
    await press('One more');
    await dialog().getByRole('button', { name: 'Use another session' }).click();
    await dialog().getByText('Please say why; it stays in the history.').waitFor();
    await expectFit(app);
    await ownWords().fill('Twice');
    await dialog().getByRole('button', { name: 'Use another session' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await lines().getByText('Second session', { exact: true }).waitFor();
    await expectFit(app);
    const [second] = await historyOf(tom);
    expect(second).toMatchObject({ again: true, reason: 'Twice', attendance: 'attended' });
    await main().getByRole('button', { name: 'Used today' }).waitFor();
  });

  const ownWords = () => dialog().getByRole('textbox');

  it('says that nobody came, and what else it says fits', async () => {
    const tom = await openTrained('Tom Absent');
    await press('More for this session');
    await expectFit(app);
    await dialog().getByRole('button', { name: 'Whether the member came' }).click();
    await dialog().getByLabel('Attendance').selectOption('No-show');
    await expectFit(app);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await lines().getByText('No-show', { exact: true }).waitFor();
    expect(await historyOf(tom)).toMatchObject([{ attendance: 'no_show' }, {}]);
    await main().getByLabel('Show').selectOption('Late cancel');
    await main().getByText('Nothing has happened yet').waitFor();
    await main().getByLabel('Show').selectOption('No-show');
    await lines().getByText('Workout started').waitFor();
  });

  it('is moved to another package of the member', async () => {
    const tom = await openTrained('Tom Moved');
    const other = await studio.given.package(tom, { coach: ana, remaining: 3 });
    await app.page.reload();
    await press('More for this session');
    await dialog().getByRole('button', { name: 'Move to another package' }).click();
    await expectFit(app);
    await ownWords().fill('Wrong package');
    await dialog().getByRole('button', { name: 'Move session' }).click();
    await app.page.getByText('The session was moved.').waitFor();
    await lines().getByText('Given back').waitFor();
    const [moved] = await historyOf(tom);
    expect(moved).toMatchObject({ packageId: other.id, reason: 'Wrong package' });
  });

  it('counts again after an undo, once', async () => {
    const tom = await openTrained('Tom Redone');
    const [usage] = await historyOf(tom);
    await studio.api.as(ana).undo(tom, usage.id);
    await lines().getByText('Given back').waitFor();
    await press('More for this session');
    await dialog().getByRole('button', { name: 'Count again' }).waitFor();
    await expectFit(app);
    await dialog().getByRole('button', { name: 'Count again' }).click();
    await app.page.getByText('The session counts again. 4 left.').waitFor();
    await lines().getByText('Session used', { exact: true }).waitFor();
    // Of the two lines of the session, the undone one offers nothing any more.
    expect(await main().getByRole('button', { name: 'More for this session' }).count()).toBe(1);
  });

  it.each([
    ['light', 'en-GB', 'More for this session'],
    ['dark', 'de-DE', 'Mehr zu dieser Einheit'],
  ] as const)('fits at large text: %s %s', async (scheme, locale, more) => {
    const tom = await openTrained(`Tom ${scheme}`, { scheme, locale });
    const [usage] = await historyOf(tom);
    const late = { attendance: 'late_cancel' };
    await studio.api.as(ana).patch(`/members/${tom.id}/sessions/${usage.id}`, late);
    await studio.api.as(ana).addUsage(tom, { again: true, reason: 'Zweimal' });
    await main()
      .getByText(/^(Second session|Zweite Einheit)$/)
      .waitFor();
    await expectFit(app, ['200%', '100%']);
    await app.page.getByRole('button', { name: more }).first().click();
    await dialog().waitFor();
    await expectFit(app, ['200%', '100%']);
  });
});
