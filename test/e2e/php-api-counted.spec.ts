import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { COACH_API, OldApp, PAGE } from '../support/old-app.js';
import { packageRow } from '../support/packages.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

const FREE = 999;
const NONE_LEFT = 'No sessions remaining in monthly plan';

/** What the scripts say of a subscription that PHP has sold, before anything is used. */
interface Said {
  readonly canStart: boolean;
  readonly left: number;
  /** The count after a session was taken, or why none was. */
  readonly deducted: number | string;
  /** The count after two were added by the coach; null where there is nothing to correct. */
  readonly adjusted: number | null;
}

const free: Said = { canStart: true, left: FREE, deducted: FREE, adjusted: null };
const ended: Said = { canStart: false, left: 0, deducted: 'Subscription expired', adjusted: null };

/** How it is paid, its count and PHP's word for it; what is said where it counts, and where not. */
const TABLE = [
  ['monthly', 12, 'active', { canStart: true, left: 12, deducted: 11, adjusted: 13 }, free],
  ['monthly', null, 'active', free, free],
  ['monthly', 0, 'expired', { canStart: false, left: 0, deducted: NONE_LEFT, adjusted: 2 }, ended],
  ['monthly', 0, 'active', { canStart: false, left: 0, deducted: NONE_LEFT, adjusted: 2 }, free],
  ['per_session', null, 'active', free, free],
  ['per_session', 18, 'active', { canStart: true, left: 18, deducted: 17, adjusted: 19 }, free],
  ['package', 3, 'active', ...twice({ canStart: true, left: 3, deducted: 2, adjusted: 4 })],
  [
    ...['package', null, 'active'],
    ...twice({
      canStart: false,
      left: 0,
      deducted: 'No sessions remaining in package',
      adjusted: 2,
    }),
  ],
] as const;

function twice(said: Said): readonly [Said, Said] {
  return [said, said];
}

describe.each([
  ['every subscription with a count', { COUNTED_RATE_TYPES: 'package,monthly,per_session' }, 0],
  ['packages alone', {}, 1],
] as const)('the old scripts in a studio that counts %s', (_, env, which) => {
  let studio: Studio;
  let oldApp: OldApp;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio({ env });
    oldApp = new OldApp(studio.api);
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  it.each(TABLE)('%s, %s left, %s', async (...row) => {
    const [rateType, remaining, status] = row;
    const said = row[3 + which] as Said;
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType, remaining, status } as const;
    const packageId = await soldByPhp(studio, sale);
    const pair = { user_id: tom.id, coach_id: ana.id };
    const app = oldApp.as(tom);

    const { body: available } = await app.get(COACH_API, 'check-session-availability', pair);
    expect(available.data).toMatchObject({
      can_start_workout: said.canStart,
      remaining_sessions: said.left,
    });
    const { body: left } = await app.get(COACH_API, 'get-remaining-sessions', pair);
    expect(left).toEqual({ success: true, remaining_sessions: said.left });

    const { body: info } = await oldApp
      .as(ana)
      .get(PAGE, 'get-member-session-info', { member_id: tom.id });
    if (said.adjusted === null) expect(info.success).toBe(false);
    else {
      expect(info.data.session_info).toMatchObject({
        id: packageId,
        rate_type: rateType,
        remaining_sessions: remaining ?? 0,
      });
    }

    const { body: deducted } = await app.deduct(tom, ana);
    if (typeof said.deducted === 'string') {
      expect(deducted).toEqual({ success: false, message: said.deducted });
    } else expect(deducted).toMatchObject({ success: true, remaining_sessions: said.deducted });
    if (said.deducted === FREE) expect(deducted.message).toContain('no session deduction needed');

    const correction = { member_id: tom.id, adjustment: 2, reason: 'Gift' };
    const { body: adjusted } = await oldApp.as(ana).post(PAGE, 'adjust-session-count', correction);
    if (said.adjusted === null) expect(adjusted.success).toBe(false);
    else expect(adjusted.data.new_session_count).toBe(said.adjusted);
    // What is not counted keeps the count that PHP gave it.
    const now = await packageRow(studio, packageId);
    expect(now?.remaining).toBe(said.adjusted ?? remaining);
  });

  it('ends a counted one with its last session, as PHP does', async () => {
    const tom = await studio.given.person('member');
    const sale = { member: tom, coach: ana, rateType: 'monthly', remaining: 1 } as const;
    const packageId = await soldByPhp(studio, sale);
    await oldApp.as(tom).deduct(tom, ana);
    const expected =
      which === 0 ? { status: 'expired', remaining: 0 } : { status: 'active', remaining: 1 };
    expect(await packageRow(studio, packageId)).toMatchObject(expected);
    studio.clock.advance({ days: 1 });
    const { body } = await oldApp.as(tom).deduct(tom, ana);
    expect(body.success).toBe(which === 1);
  });

  it('names monthly plans among what could be corrected, as far as they count', async () => {
    const staff = oldApp.as(await studio.given.staff());
    const plan = which === 0 ? 'package or monthly plan' : 'package';
    const message = `No active session ${plan} found for this member`;
    for (const member_id of [(await studio.given.person('member')).id, 2e9]) {
      const fields = { member_id, adjustment: 1 };
      const answer = await staff.post(PAGE, 'adjust-session-count', fields);
      expect([answer.status, answer.body]).toEqual([404, { success: false, message }]);
    }
  });

  it('leaves books that hold', async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
  });
});
