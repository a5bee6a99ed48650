import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventStreams } from '../../src/realtime/event-streams.service.js';
import type { TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import { openStudio, type Studio } from '../support/studio.js';

const PACKAGES = 4_096;
/** More than the operating system keeps for a client that does not read. */
const ROUNDS = 40;

describe('live updates in trouble', () => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;

  beforeAll(async () => {
    studio = await openStudio({ env: { LOG_LEVEL: 'warn' } });
    ana = await studio.given.coach(`${'A'.repeat(90)} ${'B'.repeat(90)}`);
    tom = await studio.given.member({ coach: ana, remaining: 3 });
  });
  afterAll(() => studio.close());

  /** A change of every package, which the log knows of one. */
  async function changeAll(): Promise<number> {
    const { api, given, sql } = studio;
    await sql('UPDATE coach_member_list SET version = version + 1');
    const admin = api.as(await given.admin());
    const change = { adjustment: 1, reason: 'and one more', packageId: tom.packageId };
    const { body } = await admin.adjust(tom, change);
    return body.package.version as number;
  }

  it('of the database go on when it is over, with what happened meanwhile', async () => {
    const { api, sql } = studio;
    const log = captureLog(studio);
    const listener = await Listener.openAndSee(api.as(ana));
    const [before] = listener.toldOf(tom.packageId);
    await sql('ALTER TABLE coach_member_list RENAME TO coach_member_list_away');
    await expect.poll(() => log.text, { timeout: 10_000 }).toContain('live updates will try again');
    await sql('ALTER TABLE coach_member_list_away RENAME TO coach_member_list');
    await sql('UPDATE coach_member_list SET remaining_sessions = 1 WHERE id = ?', [tom.packageId]);
    await listener.untilTold(tom.packageId, { remaining: 1 });
    expect(listener.toldOf(tom.packageId)).toEqual([before, { ...before, remaining: 1 }]);
    expect(listener.named('end')).toEqual([]);
    listener.leave();
  });

  it('with a client that does not read end it, and others hear everything', async () => {
    const { api, app, sql } = studio;
    const columns = `coach_id, member_id, status, coach_approval, staff_approval, requested_at,
      remaining_sessions, rate_type, granted_sessions, booked_sessions, version`;
    for (let count = 1; count < PACKAGES; count *= 2) {
      await sql(
        `INSERT INTO coach_member_list (${columns}) SELECT ${columns} FROM coach_member_list`,
      );
    }
    const streams = app.get(EventStreams);
    const slow = await Listener.openAndSee(api.as(ana));
    const reader = await Listener.openAndSee(api.as(tom));
    slow.response.pause();

    let rounds = 0;
    while (streams.state.streams === 2 && rounds < ROUNDS) {
      const version = await changeAll();
      await reader.untilTold(tom.packageId, { version });
      rounds += 1;
    }

    await expect.poll(() => streams.state.streams, { timeout: 5_000 }).toBe(1);
    expect(rounds).toBeLessThan(ROUNDS);
    expect(reader.ids).toHaveLength(PACKAGES);
    expect(reader.named('end')).toEqual([]);
    reader.leave();
    slow.leave();
  });
});
