import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { set } from '../support/settings.js';
import type { Studio } from '../support/studio.js';
import { AppWindow } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

describe('a member who trains with nothing left', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  async function openDrained(name: string, how: object = {}): Promise<GivenMember> {
    const tom = await studio.given.member({ name, coach: ana, remaining: 0 });
    app = await AppWindow.openAs(browser, studio, ana, how);
    await app.goTo(`/members/${tom.id}`);
    await main()
      .getByRole('heading', { name: new RegExp(name) })
      .waitFor();
    return tom;
  }
  const main = () => app.page.getByRole('main');
  const dialog = () => app.page.getByRole('dialog');
  const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true });
  const owedOf = async ({ id }: GivenMember) =>
    (await studio.api.as(ana).get(`/members/${id}/owed-sessions`)).body.data;

  it('owes the session, and the next package settles it', async () => {
    const tom = await openDrained('Tom Owing');
    await button('Trained anyway').click();
    await dialog().getByText('Tom Owing owes this session then', { exact: false }).waitFor();
    await expectFit(app);
    await dialog().getByRole('button', { name: 'Write it down' }).click();
    await dialog().waitFor({ state: 'hidden' });
    const list = main().getByRole('region', { name: 'Owed sessions' });
    await list.getByText('A package with sessions left settles them.').waitFor();
    expect(await list.getByRole('button', { name: /^Settle/ }).count()).toBe(0);
    expect(await owedOf(tom)).toMatchObject([{ coachId: ana.id, attendance: 'attended' }]);
    await expectFit(app);

    await studio.given.package(tom, { coach: ana, remaining: 5 });
    await app.page.reload();
    await list.getByRole('button', { name: /^Settle: / }).click();
    await app.page.getByText('Settled. 4 left.').waitFor();
    await list.waitFor({ state: 'hidden' });
    expect(await owedOf(tom)).toEqual([]);
    await expectFit(app);
    await app.goTo(`/activity?memberId=${tom.id}`);
    const settled = main().getByRole('listitem').filter({ hasText: 'Had been owed' });
    await settled.getByText('5 → 4', { exact: false }).waitFor();
    expect(await main().getByText('owed_session').count()).toBe(0);
  });

  it('owes one less where the coach lets it go, and says why', async () => {
    const tom = await openDrained('Tom Forgiven');
    const path = `/members/${tom.id}/owed-sessions`;
    await studio.api.as(ana).post(path, { reason: 'Buys on Friday' });
    await app.page.reload();
    await main().getByText('“Buys on Friday”', { exact: false }).waitFor();
    await button(/^Cancel: /).click();
    await dialog().getByRole('button', { name: 'Cancel it' }).click();
    await dialog().getByText('Please say why; it stays in the history.').waitFor();
    await expectFit(app);
    await dialog().getByRole('textbox').fill('Trial');
    await dialog().getByRole('button', { name: 'Cancel it' }).click();
    await dialog().waitFor({ state: 'hidden' });
    await main().getByRole('region', { name: 'Owed sessions' }).waitFor({ state: 'hidden' });
    expect(await owedOf(tom)).toEqual([]);
  });

  it('owes no more than the studio lets members owe', async () => {
    await set(studio, { owedSessions: 1 });
    const tom = await openDrained('Tom Limited');
    await studio.api.as(ana).post(`/members/${tom.id}/owed-sessions`, { usageDate: yesterday() });
    await button('Trained anyway').click();
    await dialog().getByRole('button', { name: 'Write it down' }).click();
    await dialog().getByText('No more sessions can be owed', { exact: false }).waitFor();
    await expectFit(app);
    expect(await owedOf(tom)).toHaveLength(1);
    await app.close();
    await set(studio, { owedSessions: 0 });
    await openDrained('Tom Never');
    await button('Correct the count')
      .or(button(/Correct/))
      .first()
      .waitFor();
    expect(await button('Trained anyway').count()).toBe(0);
    await set(studio, { owedSessions: 3 });
  });

  it('is told so in German, in the dark on a small phone', async () => {
    const tom = await openDrained('Tom Offen', {
      ...{ locale: 'de', scheme: 'dark', size: { width: 360, height: 640 } },
    });
    await button('Anschreiben').waitFor();
    await expectFit(app, TEXTS);
    await studio.api.as(ana).post(`/members/${tom.id}/owed-sessions`, { reason: 'Kauft Freitag' });
    await studio.given.package(tom, { coach: ana, remaining: 5 });
    await app.page.reload();
    await main().getByRole('region', { name: 'Offene Einheiten' }).waitFor();
    await expectFit(app, TEXTS);
    await button(/^Erlassen: /).click();
    await dialog()
      .getByText('Sie ist für Tom Offen dann nicht mehr offen', { exact: false })
      .waitFor();
    await expectFit(app);
  });

  const yesterday = () =>
    new Date(studio.clock.now().getTime() - 86_400_000).toISOString().slice(0, 10);
});
