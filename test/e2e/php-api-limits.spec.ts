import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { OldApp, PAGE } from '../support/old-app.js';
import { expectRefused } from '../support/old-app-changes.js';
import { packageRow } from '../support/packages.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

/** What the old page shows in its red box, for want of words of its own. */
const said = (left: number): [number, string, string] => [
  403,
  'A coach may not give a member so many sessions in a month alone: ' +
    `${left} of 2 are left. Ask the front desk.`,
  'approval_required',
];

describe('the limits of coaches, by the coaches’ page', () => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio({ now: '2026-03-10T12:00:00Z' });
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach();
    await set(studio, { coachGivesPerMemberMonth: 2 });
  });
  afterAll(() => studio.close());

  const adjust = (tom: GivenMember, adjustment: number, person = ana) =>
    oldApp.as(person).post(PAGE, 'adjust-session-count', { member_id: tom.id, adjustment });
  const undo = (tom: GivenMember, usage_id: number) =>
    oldApp.as(ana).post(PAGE, 'undo-session-usage', { member_id: tom.id, usage_id });

  it('corrections upwards end there, for all packages and the API together', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    await expectRefused(studio, said(2), () => adjust(tom, 3));
    expect((await adjust(tom, 1)).status).toBe(200);
    expect((await adjust(tom, -4)).status).toBe(200);
    await expectRefused(studio, said(1), () => adjust(tom, 2));
    const given = await studio.api.as(ana).adjust(tom, { adjustment: 1, reason: 'agreed' });
    expect(given.status).toBe(200);
    await expectRefused(studio, said(0), () => adjust(tom, 1));
    expect((await adjust(tom, 9, await studio.given.staff())).status).toBe(200);
    expect(await packageRow(studio, tom.packageId)).toMatchObject({ remaining: 12 });
  });

  it('undoing what was used on earlier days does, too', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const used = async (usage_date: string) => {
      const fields = { member_id: tom.id, coach_id: ana.id, usage_date };
      const { status } = await oldApp.as(ana).post(PAGE, 'add-session-usage', fields);
      expect(status).toBe(200);
      const { body } = await studio.api.as(ana).history(tom, '?limit=1');
      return Number(body.data[0].id);
    };
    const [first, second] = [await used('2026-03-09'), await used('2026-03-10')];
    studio.clock.advance({ days: 1 });
    expect((await undo(tom, first)).status).toBe(200);
    expect((await adjust(tom, 1)).status).toBe(200);
    await expectRefused(studio, said(0), () => undo(tom, second));
    const slip = await used('2026-03-11');
    expect((await undo(tom, slip)).status).toBe(200);
  });
});
