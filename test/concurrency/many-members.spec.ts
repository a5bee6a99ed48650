import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { violations } from '../support/laws.js';
import { openStudios, type Studios } from '../support/studios.js';

const MEMBERS = 16;
const COACHES = 4;
const DAYS = 5;
/** As many are served in time on a machine with much else to do. */
const AT_ONCE = 32;

describe('many members who share coaches', () => {
  let studio: Studios;

  beforeAll(async () => {
    studio = await openStudios({ env: { LOG_LEVEL: 'warn' } });
  });
  afterAll(() => studio.close());

  /** Every member has a package with every coach. */
  async function givenPairs(): Promise<{ coach: TestPerson; member: GivenMember }[]> {
    const { given } = studio;
    const coaches = await Promise.all(Array.from({ length: COACHES }, () => given.coach()));
    const pairs = [];
    for (let count = 0; count < MEMBERS; count += 1) {
      const member = await given.member();
      for (const coach of coaches) {
        const { id } = await given.package(member, { coach, remaining: 20 });
        pairs.push({ coach, member: { ...member, packageId: id } });
      }
    }
    return pairs;
  }

  it('are not in each other’s way: nothing has to be tried again', async () => {
    const pairs = await givenPairs();
    // As it would have done by itself after a while: how it looks rows up depends on it.
    await studio.sql(isServerDatabase() ? 'ANALYZE TABLE coach_member_list' : 'ANALYZE');
    const logs = studio.all.map((one) => captureLog(one));

    for (let day = 1; day <= DAYS; day += 1) {
      const usageDate = `2026-03-0${day}`;
      for (let at = 0; at < pairs.length; at += AT_ONCE) {
        const answers = await Promise.all(
          pairs
            .slice(at, at + AT_ONCE)
            .map(({ coach, member }) => studio.anyAs(coach).addUsage(member, { usageDate })),
        );
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
      }
    }

    expect(logs.map(({ text }) => text)).toEqual(logs.map(() => ''));
    expect(await violations(studio.sql)).toEqual([]);
  });
});
