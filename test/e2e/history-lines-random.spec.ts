import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDb } from '../../src/database/instants.js';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import { isUsage } from '../../src/packages/usage-rules.js';
import type { Api, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { type AnsweredLine, contradictions } from '../support/history-lines.js';
import { everyPage } from '../support/pages.js';
import { chance, type Chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { soldByPhp } from '../support/sold-by-php.js';
import { openStudio, type Studio } from '../support/studio.js';

const OPERATIONS = size({ ci: 150, full: 3_000 });

interface PackageRow {
  readonly id: number;
  readonly remaining: number | null;
  readonly version: number;
}

/** The newest line of a package leaves what its card says, and all before it come to that. */
describe('the lines of a history add up', () => {
  let studio: Studio;
  let coach: Api;
  let ana: TestPerson;
  let tom: GivenMember;
  let dice: Chance;
  const seed = seedFor('history-lines-random');

  beforeAll(async () => {
    studio = await openStudio({ now: '2026-01-05T10:00:00Z' });
    ana = await studio.given.coach();
    coach = studio.api.as(ana);
  });
  afterAll(() => studio.close());

  async function begin(): Promise<void> {
    dice = chance(seed);
    tom = await studio.given.member({ coach: ana, remaining: 4 });
  }

  const lines = () =>
    everyPage<AnsweredLine>(coach, `/members/${tom.id}/history?`, dice.oneOf([1, 3, 20, 100]));
  const packages = async (): Promise<PackageRow[]> => (await coach.member(tom)).body.packages;
  const usages = async () => {
    const sessions = (await lines()).filter(({ usage }) => {
      return isUsage(usage) && usage.undone === null;
    });
    return sessions.map(({ usage }) => usage);
  };
  const day = () => {
    const back = dice.between(0, 20) * 86_400_000;
    return new Date(studio.clock.now().getTime() - back).toISOString().slice(0, 10);
  };

  const OURS: readonly (() => Promise<unknown>)[] = [
    () => voidOrReopen(),
    () => coach.startWorkout(tom),
    () => coach.addUsage(tom, { usageDate: day() }),
    () => coach.addUsage(tom, { usageDate: day() }),
    async () => {
      const found = await usages();
      if (found.length > 0) await coach.undo(tom, dice.oneOf(found).id, { reason: 'by chance' });
    },
    () => coach.addUsage(tom, { usageDate: day(), again: true, reason: 'by chance' }),
    async () => {
      const undone = (await lines()).filter(({ line }) => line === 'undone');
      if (undone.length > 0) await coach.redo(tom, dice.oneOf(undone).usage.id);
    },
    async () => {
      const [found, all] = [await usages(), await packages()];
      const to = { packageId: dice.oneOf(all).id, reason: 'by chance' };
      if (found.length > 0) await coach.move(tom, dice.oneOf(found).id, to);
    },
    () => coach.adjust(tom, { adjustment: dice.between(1, 4), reason: 'by chance' }),
    () => coach.adjust(tom, { adjustment: -1, reason: 'by chance' }),
    () => studio.given.package(tom, { coach: ana, remaining: dice.between(1, 5) }),
    async () => {
      const { id } = dice.oneOf(await packages());
      const expiresAt = new Date(studio.clock.now().getTime() + dice.between(20, 90) * 86_400_000);
      await coach.patch(`/members/${tom.id}/packages/${id}`, {
        expiresAt: expiresAt.toISOString(),
      });
    },
  ];

  /** Twice as often it is reopened. */
  const voidOrReopen = async () => {
    const { id } = dice.oneOf(await packages());
    const what = dice.oneOf(['void', 'reopen', 'reopen']);
    const body = { reason: 'by chance', ...(what === 'void' ? { keepUsages: true } : {}) };
    await coach.post(`/members/${tom.id}/packages/${id}/${what}`, body);
  };

  const table = isServerDatabase() ? 'coach_session_usage' : 'coach_usage_history';
  const now = () => toDb(new Date(Math.floor(studio.clock.now().getTime() / 1000) * 1000));
  const moveCount = (id: number, by: number) =>
    studio.sql(
      `UPDATE coach_member_list SET remaining_sessions = remaining_sessions + ${by}
        WHERE id = ? AND remaining_sessions + ${by} >= 0`,
      [id],
    );

  /** As PHP does it, in its words, each with its count or, now and then, without. */
  const OF_PHP: readonly (() => Promise<unknown>)[] = [
    async () => {
      const { id, remaining } = dice.oneOf(await packages());
      if ((remaining ?? 0) < 1) return;
      if (dice.between(1, 4) > 1) await moveCount(id, -1);
      const when = day();
      await studio.sql(
        `INSERT INTO ${table} (coach_member_id, usage_date, created_at)
         SELECT p.id, ?, ? FROM coach_member_list p WHERE p.id = ? AND NOT EXISTS
           (SELECT 1 FROM coach_usage_history u WHERE u.coach_member_id = p.id
               AND u.usage_date = ?)`,
        [when, now(), id, when],
      );
    },
    async () => {
      const found = await usages();
      if (found.length === 0) return;
      const { id, packageId } = dice.oneOf(found);
      await studio.sql(`DELETE FROM ${table} WHERE id = ?`, [id]);
      if (dice.between(1, 3) > 1) await moveCount(packageId, 1);
    },
    async () => {
      const found = await usages();
      if (found.length === 0) return;
      const { id, packageId } = dice.oneOf(found);
      await studio.sql(`UPDATE ${table} SET undone_at = ? WHERE id = ?`, [now(), id]);
      await moveCount(packageId, 1);
    },
    async () => moveCount(dice.oneOf(await packages()).id, dice.oneOf([-1, 1, 3])),
    async () => {
      const rateType = 'package' as const;
      await soldByPhp(studio, { member: tom, coach: ana, rateType, remaining: 3 });
    },
  ];

  function pass(): void {
    studio.clock.advance({ seconds: dice.oneOf([0, 0, 0.3, 1, 3_600, 86_400]) });
  }

  it(
    'whatever the product does',
    async () => {
      await begin();
      for (let n = 0; n < OPERATIONS; n += 1) {
        pass();
        await dice.oneOf(OURS)();
        expect(contradictions(await lines(), await packages())).toEqual([]);
        if (n % 30 === 29) tom = await studio.given.member({ coach: ana, remaining: 4 });
      }
    },
    SIZED_TIMEOUT_MS,
  );

  it(
    'whatever PHP does beside it, once that is booked',
    async () => {
      await begin();
      for (let n = 0; n < OPERATIONS; n += 1) {
        pass();
        await dice.oneOf(dice.between(1, 3) > 1 ? OURS : OF_PHP)();
        const cards = await packages();
        const found = await lines();
        expect(contradictions(found, cards, { mayBeUnknown: true }).filter(isOfCard)).toEqual([]);
        if (n % 10 !== 9) continue;
        await studio.app.get(ReconciliationRun).reconcileAll();
        expect(contradictions(await lines(), await packages())).toEqual([]);
        if (n % 30 === 29) tom = await studio.given.member({ coach: ana, remaining: 4 });
      }
      const { text, holds } = await studio.app.get(VerifyService).verify();
      expect(holds, text).toBe(true);
    },
    SIZED_TIMEOUT_MS,
  );
});

/** What has gone is found by a run alone, and only then its lines are missed. */
function isOfCard(fault: string): boolean {
  return fault.includes(' left, its history ');
}
