import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { set } from '../support/settings.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, type WindowOptions } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit, TEXTS } from './fit.js';

const SMALL_DARK: WindowOptions = {
  ...{ locale: 'de', scheme: 'dark', size: { width: 360, height: 640 } },
};

describe('what a coach may not do alone', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let eve: TestPerson;
  let app: AppWindow;

  onStage(
    async (stage) => {
      ({ browser, studio, ana } = stage);
      eve = await givenPerson(studio, 'staff', 'Eve Desk');
      const limits = { coachGivesPerMemberMonth: 0, coachExtendsDays: 3 };
      await set(studio, { ...limits, coachLargestCorrection: 5 });
    },
    () => app,
  );

  const main = () => app.page.getByRole('main');
  const dialog = () => app.page.getByRole('dialog');
  const asked = (title = 'Asked by coaches') => main().getByRole('region', { name: title });
  const given = (name: string) =>
    studio.given.member({ name, coach: ana, remaining: 10, expiresInDays: 10 });

  async function open(who: TestPerson, path: string, how: WindowOptions = {}): Promise<void> {
    app = await AppWindow.openAs(browser, studio, who, how);
    await app.goTo(path);
    await main().getByRole('heading', { level: 1 }).waitFor();
  }

  async function ask({ id, packageId }: GivenMember, adjustment = 12): Promise<number> {
    const body = { kind: 'adjustment', packageId, adjustment, reason: 'Sold at the fair' };
    const { status, body: answer } = await studio.api
      .as(ana)
      .post(`/members/${id}/approvals`, body);
    expect(status).toBe(201);
    return answer.id;
  }

  const openOf = async ({ id }: GivenMember): Promise<object[]> =>
    (await studio.api.as(eve).get(`/approvals?state=open&memberId=${id}`)).body.data;

  it('is asked of the desk by one tap, where a correction is refused', async () => {
    const tom = await given('Tom Corrected');
    await open(ana, `/members/${tom.id}`);
    await main().getByRole('button', { name: 'Correct', exact: true }).click();
    for (let n = 0; n < 6; n += 1) await dialog().getByRole('button', { name: 'One less' }).click();
    await dialog().getByRole('button', { name: 'Goodwill' }).click();
    const act = dialog().getByRole('button', { name: 'Ask the front desk' });
    expect(await act.count()).toBe(0);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Alone, a coach may correct by 5 sessions at once.').waitFor();
    await act.waitFor();
    await expectFit(app);
    await act.click();
    await app.page.getByText(/^Asked\. The front desk decides by /).waitFor();
    expect(await openOf(tom)).toMatchObject([
      { kind: 'adjustment', adjustment: -6, reasonCode: 'goodwill' },
    ]);
    await asked('Asked of the front desk').getByText('Correct the count by −6').waitFor();
    await expectFit(app);
    await asked('Asked of the front desk')
      .getByRole('button', { name: /^Withdraw/ })
      .click();
    await asked('Asked of the front desk').waitFor({ state: 'detached' });
    expect(await openOf(tom)).toEqual([]);
  });

  it('is asked of the desk where an extension or an undo is refused', async () => {
    const tom = await given('Tom Extended');
    await studio.api.as(ana).addUsage(tom, { usageDate: daysAgo(2) });
    await studio.sql('UPDATE coach_usage_history SET created_at = ? WHERE member_id = ?', [
      `${daysAgo(2)} 12:00:00`,
      tom.id,
    ]);
    await open(ana, `/members/${tom.id}`);
    await main().getByRole('button', { name: 'Change the package with Ana Silva' }).click();
    await dialog()
      .getByRole('button', { name: /^Extend/ })
      .click();
    await dialog().getByRole('button', { name: '+1 month' }).click();
    await dialog().getByRole('button', { name: 'Ill or injured' }).click();
    await dialog().getByRole('button', { name: 'Extend', exact: true }).click();
    await dialog().getByText('Alone, coaches may extend a package by 3 days').waitFor();
    await expectFit(app);
    await dialog().getByRole('button', { name: 'Ask the front desk' }).click();
    await dialog().waitFor({ state: 'detached' });
    await main().getByRole('button', { name: /^Undo/ }).click();
    await dialog().getByRole('button', { name: 'Did not train' }).click();
    await dialog().getByRole('button', { name: 'Undo', exact: true }).click();
    await dialog()
      .getByText(/^Alone, a coach may give a member 0 sessions a month/)
      .waitFor();
    await expectFit(app);
    await dialog().getByRole('button', { name: 'Ask the front desk' }).click();
    await dialog().waitFor({ state: 'detached' });
    const list = asked('Asked of the front desk');
    await list.getByText(/^Undo the session of /).waitFor();
    await list.getByText(/^Extend to /).waitFor();
    expect(await openOf(tom)).toMatchObject([
      { kind: 'undo', reasonCode: 'not_trained' },
      { kind: 'extension', reasonCode: 'illness' },
    ]);
  });

  it('is approved by the desk, which sees it without a reload, and so does the coach', async () => {
    const tom = await given('Tom Approved');
    const coach = await AppWindow.openAs(browser, studio, ana);
    await coach.goTo(`/members/${tom.id}`);
    await open(eve, '/');
    await ask(tom);
    const row = asked().getByRole('listitem').filter({ hasText: 'Tom Approved' });
    await row.getByText('Correct the count by +12').waitFor();
    await row.getByText('asked by Ana Silva · 10 sessions left now · “Sold at the fair”').waitFor();
    await expectFit(app);
    await row.getByRole('button', { name: 'Approve: Correct the count by +12' }).click();
    await app.page.getByText('Approved, and done.').waitFor();
    await row.waitFor({ state: 'detached' });
    const own = coach.page.getByRole('region', { name: 'Asked of the front desk' });
    await own.getByText(/^Approved by Eve Desk on /).waitFor();
    await coach.page.getByText('22', { exact: true }).first().waitFor();
    await coach.close();
    expect((await studio.api.as(eve).member(tom)).body.packages[0].remaining).toBe(22);
  });

  it('is declined with a reason, which the coach reads', async () => {
    const tom = await given('Tom Declined');
    await ask(tom);
    await open(eve, `/members/${tom.id}`);
    await asked()
      .getByText(/^asked by Ana Silva/)
      .waitFor();
    await expectFit(app);
    await asked()
      .getByRole('button', { name: /^Decline/ })
      .click();
    await dialog().getByRole('button', { name: 'Decline' }).click();
    await dialog().getByText('Please say why; the coach reads it.').waitFor();
    await expectFit(app);
    await dialog().getByLabel('Why').fill('The contract says ten');
    await dialog().getByRole('button', { name: 'Decline' }).click();
    await asked().waitFor({ state: 'detached' });
    await app.close();
    await open(ana, `/members/${tom.id}`);
    await asked('Asked of the front desk').getByText('“The contract says ten”').waitFor();
    await expectFit(app);
  });

  it('says why it cannot be approved any more, and stays', async () => {
    const tom = await given('Tom Changed');
    await ask(tom, -9);
    await studio.api.as(eve).adjust(tom, { adjustment: -5, reason: 'Meanwhile' });
    await open(eve, `/members/${tom.id}`);
    await asked()
      .getByRole('button', { name: /^Approve/ })
      .click();
    await asked().getByRole('alert').waitFor();
    await expectFit(app);
    expect(await openOf(tom)).toHaveLength(1);
  });

  it('stands above the members, three at first, in German, dark and on a small phone', async () => {
    for (const name of ['Tom Eins', 'Tom Zwei', 'Tom Drei', 'Tom Vier'])
      await ask(await given(name));
    await open(eve, '/', SMALL_DARK);
    const list = asked('Anfragen von Coaches');
    await list.getByText('Stand um +12 korrigieren').first().waitFor();
    expect(await list.getByRole('listitem').count()).toBe(3);
    await expectFit(app, TEXTS);
    await list.getByRole('button', { name: 'Alle zeigen' }).click();
    await list.getByRole('listitem').nth(3).waitFor();
    await list
      .getByRole('button', { name: /^Ablehnen/ })
      .first()
      .click();
    await dialog().getByText('Ana Silva sieht das, mit dem Grund.').waitFor();
    await expectFit(app, TEXTS);
  });

  const daysAgo = (days: number) =>
    new Date(studio.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10);
});
