import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { violations } from '../support/laws.js';
import { randomOperation } from '../support/random-operations.js';
import type { Town } from '../support/random-turn.js';
import { lastActivityId, Recorder } from '../support/recorder.js';
import { chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openDatabase } from '../support/sql.js';
import { openStudios, type Studios } from '../support/studios.js';
import { givenTown } from '../support/town.js';

const CLIENTS = 32;
const OPERATIONS = size({ ci: 640, full: 10_240 });
const MEMBERS = 12;
const COACHES = 4;

/** What the studio counts beside packages. */
const FURTHER: readonly (readonly 'monthly'[])[] = [[], ['monthly']];

describe.each(FURTHER)(
  'the laws, after many clients did what they liked at once: %s',
  (...further) => {
    let studio: Studios;
    const seed = seedFor('laws');

    beforeAll(async () => {
      studio = await openStudios({ env: { COUNTED_RATE_TYPES: ['package', ...further].join() } });
    });
    afterAll(() => studio.close());

    const givenPeople = (): Promise<Town> =>
      givenTown(studio, chance(seed), {
        members: MEMBERS,
        coaches: COACHES,
        rateTypes: ['package', ...further],
      });

    it('change packages to ends that none of them has', async () => {
      const { newEnd, members } = await givenPeople();
      const answers = await Promise.all(
        members.map((member) => studio.api.as(member).member(member)),
      );
      const packages = answers.flatMap(
        ({ body }) => body.packages as { expiresAt: string | null }[],
      );
      const ends = packages.map(({ expiresAt }) => expiresAt && new Date(expiresAt).getTime());
      expect(ends.some((end) => end !== null)).toBe(true);
      const changes = Array.from({ length: 500 }, () => new Date(newEnd()).getTime());
      expect(changes.filter((end) => ends.includes(end))).toEqual([]);
      expect(new Set(changes).size).toBe(changes.length);
    });

    it(
      'hold, and the log says what was answered',
      async () => {
        const town = await givenPeople();
        const sinceId = await lastActivityId(studio.sql);
        const recorder = new Recorder();
        const clients = Array.from({ length: CLIENTS }, async (_, index) => {
          const dice = chance(seed).forClient(index);
          for (let count = 0; count < OPERATIONS / CLIENTS; count += 1) {
            if (dice.between(1, 100) === 1) studio.advance({ hours: dice.between(1, 12) });
            await randomOperation(studio, town, dice, recorder);
          }
        });
        await Promise.all(clients);

        expect(recorder.failures).toEqual([]);
        expect(recorder.answers.length).toBeGreaterThanOrEqual(OPERATIONS);
        // A machine with much else to do tells some of so many at once to come back.
        expect(recorder.unavailable).toBeLessThan(OPERATIONS / 2);
        for (const status of [200, 201, 403, 409]) {
          expect(recorder.statuses[status] ?? 0, `answers ${status}`).toBeGreaterThan(0);
        }
        expect(await violations(studio.sql, further)).toEqual([]);
        // And that of money, which the product checks itself.
        const { text } = await studio.app.get(VerifyService).verify();
        expect(text, text).toContain('All laws hold.');
        expect(await recorder.differences(studio.sql, sinceId)).toEqual([]);
      },
      SIZED_TIMEOUT_MS,
    );
  },
);

describe('the check of the laws', () => {
  let studio: Studios;

  beforeAll(async () => {
    studio = await openStudios();
    const { given, api } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const { body } = await api.as(tom).startWorkout(tom);
    await api.as(ana).undo(tom, body.usage.id);
    await api.as(ana).addUsage(tom);
    await api.as(ana).adjust(tom, { adjustment: 2, reason: 'a present' });
  });
  afterAll(() => studio.close());

  it('is content with books that are right', async () => {
    expect(await violations(studio.sql)).toEqual([]);
  });

  it.each([
    ['a balance that was moved', 'UPDATE coach_member_list SET remaining_sessions = 9', 'law 1'],
    ['another grant', 'UPDATE coach_member_list SET granted_sessions = 7', 'law 1'],
    [
      'a usage that was undone past the product',
      `UPDATE coach_usage_history SET undone_at = created_at WHERE adjustment_type = 'manual'`,
      'law 2',
    ],
    ['a version that was skipped', 'UPDATE coach_member_list SET version = version + 1', 'law 3'],
    [
      'a change that nobody logged',
      `DELETE FROM admin_activity_log WHERE action = 'session.used'`,
      'law 3',
    ],
    [
      'an undo that gave nothing back',
      "UPDATE admin_activity_log SET `after` = `before` WHERE action = 'session.undone'",
      'law 4',
    ],
  ])('finds %s', async (_, harm, law) => {
    const { dataSource, close } = await openDatabase(studio.databaseUrl);
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(harm);
      const found = await violations(async (sql, values) => runner.query(sql, values));
      expect(found.join('\n')).toContain(law);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
      await close();
    }
  });
});
