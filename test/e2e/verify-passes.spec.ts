import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../src/verify/passes.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import { CutProxy } from '../support/cut-proxy.js';
import { isServerDatabase } from '../support/database.js';
import { openStudio, type Studio } from '../support/studio.js';

/** More than are looked at together. */
const PACKAGES = 250;

let studio: Studio;
let ana: TestPerson;

beforeEach(async () => {
  studio = await openStudio();
  ana = await studio.given.coach();
});
afterEach(() => studio.close());

/** Packages without a count, in which nothing is wrong. */
async function manyPackages(): Promise<number[]> {
  const member = await studio.given.person('member');
  const row = `(${ana.id}, ${member.id}, 'monthly', NULL, 'active', 'approved', 'approved',
    '2026-03-01 10:00:00')`;
  await studio.sql(
    `INSERT INTO coach_member_list (coach_id, member_id, rate_type, remaining_sessions, status,
       coach_approval, staff_approval, requested_at) VALUES ${Array(PACKAGES).fill(row).join()}`,
  );
  const rows = await studio.sql<{ id: number }>('SELECT id FROM coach_member_list ORDER BY id');
  return rows.map(({ id }) => id);
}

const verified = async () => (await studio.app.get(VerifyService).verify()).text;

describe('books that are read in parts', () => {
  it('are counted once each, and what is wrong is found wherever it is', async () => {
    const ids = await manyPackages();
    expect(await verified()).toMatch(new RegExp(`^Law 3 .* holds \\(${ids.length} packages,`, 'm'));
    const wrong = [ids[0], ids[120], ids.at(-1)];
    for (const id of wrong) {
      await studio.sql('UPDATE coach_member_list SET version = 7 WHERE id = ?', [id]);
    }
    const text = await verified();
    expect(text).toMatch(/^Law 3 .* BROKEN: 3/m);
    for (const id of wrong) expect(text).toContain(`package ${id}: it is at version 7`);
  });

  it('say how far they are, pass by pass', async () => {
    const ids = await manyPackages();
    const seen: Progress[] = [];
    await studio.app.get(VerifyService).verify((one) => seen.push(one));
    const packages = seen.filter(({ pass }) => pass === 'packages');
    expect(packages.map(({ at }) => at)).toEqual([ids[99], ids[199], ids.at(-1)]);
    expect(packages.every(({ of }) => of === ids.at(-1))).toBe(true);
    const others = ['days of members', 'words of coach_member_list'];
    expect(seen.map(({ pass }) => pass)).toEqual(expect.arrayContaining(others));
  });

  if (isServerDatabase()) {
    it('are gone on with where a lost connection left them', async () => {
      const ids = await manyPackages();
      const { proxy, url } = await CutProxy.before(studio.databaseUrl);
      const other = await openStudio({ databaseUrl: url });
      const seen: Progress[] = [];
      let cuts = 0;
      const { text, holds } = await other.app.get(VerifyService).verify((one) => {
        seen.push(one);
        if (cuts < 2) cuts += proxy.cut() > 0 ? 1 : 0;
      });
      expect(cuts).toBe(2);
      expect(holds, text).toBe(true);
      expect(text).toMatch(new RegExp(`^Law 3 .* holds \\(${ids.length} packages,`, 'm'));
      const at = seen.filter(({ pass }) => pass === 'packages').map((one) => one.at);
      expect(at).toEqual([ids[99], ids[199], ids.at(-1)]);
      await other.close();
      await proxy.close();
    });
  }
});

/** Law 2 asks the key of a member's days first, and the packages of those who stand out. */
describe('a day that is taken twice', () => {
  const DAY = '2026-03-09';

  /** A member with a usage on the day, and a second package with the same coach. */
  async function taken() {
    const member = await studio.given.member({ coach: ana, remaining: 5 });
    const { id: second } = await studio.given.package(member, { coach: ana, remaining: 5 });
    await studio.api.as(ana).addUsage(member, { usageDate: DAY });
    return { member, second };
  }

  async function insert(packageId: number, values: string): Promise<void> {
    await studio.sql(
      `INSERT INTO coach_usage_history (coach_member_id, usage_date, created_at, adjustment_type,
         balance_after, member_id, coach_id, active_slot)
       VALUES (?, '${DAY}', '2026-03-09 10:00:00', 'automatic', 4, ${values})`,
      [packageId],
    );
  }

  it('is found where another program wrote the second one', async () => {
    const { member, second } = await taken();
    await insert(second, 'NULL, NULL, NULL');
    expect(await verified()).toMatch(
      `Law 6: member ${member.id} with coach ${ana.id} has 2 active usages on ${DAY}`,
    );
  });

  it.each(['no slot', 'no key'])('is found where the second one has %s', async (how) => {
    const { member, second } = await taken();
    if (how === 'no key') {
      const of = isServerDatabase() ? ' ON coach_usage_history' : '';
      await studio.sql(`DROP INDEX uq_usage_pair_day${of}`);
    }
    await insert(second, `${member.id}, ${ana.id}, ${how === 'no key' ? '1' : 'NULL'}`);
    expect(await verified()).toMatch(
      `Law 2: member ${member.id} with coach ${ana.id} has 2 active usages on ${DAY}`,
    );
  });
});
