import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import {
  bookedAndVerified,
  type Books,
  booksOf,
  columnOrder,
  revert,
} from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { schemaTextOf } from '../support/adoption/legacy-facts.js';
import { LEGACY_KINDS } from '../support/adoption/legacy-schema.js';
import { Php } from '../support/adoption/php.js';
import { migrate } from '../support/sql.js';
import { askForDeviceToken } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const TODAY = '2026-03-10';

describe.each(LEGACY_KINDS)('reverting an adoption that was worked on: %s', (kind) => {
  let legacy: LegacyDatabase;
  let php: Php;
  let schema: string[];
  let columns: string[];
  let books: Books;
  let ana: TestPerson;
  /** With usages undone, by hand, corrected; a second package that PHP used on the same day. */
  let tom: GivenMember;
  /** Who has a session of each kind left to PHP. */
  let kim: GivenMember;
  let kimsUsages: number[];
  let sold: number;

  beforeAll(async () => {
    legacy = await createLegacyDatabase(kind, 300);
    php = await Php.connect(legacy.url);
    schema = await schemaTextOf(legacy);
    columns = await columnOrder(legacy);
    await migrate(legacy.url);
    const studio = await openStudio({ databaseUrl: legacy.url });
    await workWith(studio);
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBeGreaterThan(0);
    const { holds, text } = await studio.app.get(VerifyService).verify();
    expect(holds, text).toBe(true);
    await studio.close();
    books = await booksOf(legacy);
    await revert(legacy.url, { mayDropRows: true });
  });
  afterAll(async () => {
    await php.close();
    await legacy.close();
  });

  /** Takes a session without asking whether the day has one already. */
  async function phpTakes(packageId: number, day: string): Promise<void> {
    await php.takeSession(packageId);
    await php.noteUsage(packageId, day);
    await php.expireAtZero(packageId);
  }

  /** The old page's undo: the session is given back, and its row is gone. */
  async function phpDeletes(usageId: number): Promise<void> {
    await php.run(
      `UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1
        WHERE id = (SELECT coach_member_id FROM coach_session_usage WHERE id = ?)`,
      [usageId],
    );
    await php.run('DELETE FROM coach_session_usage WHERE id = ?', [usageId]);
  }

  /** Days of a package on the old page. */
  async function phpShows(packageId: number): Promise<string[]> {
    const rows = await php.run<{ usage_date: string }>(
      `SELECT csu.id, csu.usage_date, csu.created_at, cml.remaining_sessions, cml.rate_type,
              CONCAT(u.fname, ' ', u.lname) AS member_name
         FROM coach_session_usage csu JOIN coach_member_list cml ON cml.id = csu.coach_member_id
         JOIN user u ON u.id = cml.member_id
        WHERE cml.id = ? ORDER BY csu.usage_date`,
      [packageId],
    );
    return rows.map(({ usage_date }) => usage_date);
  }

  async function workWith(studio: Studio, { api, given, sql } = studio): Promise<void> {
    ana = await given.coach('Ana Größe');
    tom = await given.member({ coach: ana, remaining: 10 });
    const asAna = api.as(ana);
    const { body } = await api.as(tom).startWorkout(tom);
    await asAna.undo(tom, body.usage.id, { reason: 'zu früh 🙈' });
    await asAna.addUsage(tom, { usageDate: TODAY, reason: 'später doch 💪' });
    await asAna.addUsage(tom, { usageDate: '2026-03-01', reason: 'Frühsport 🏃' });
    await asAna.adjust(tom, { adjustment: 3, reason: 'ein Geschenk 🎁' });

    kim = await given.member({ coach: ana, remaining: 6 });
    kimsUsages = [];
    for (const usageDate of ['2026-03-02', '2026-03-03', '2026-03-04']) {
      const answer = await asAna.addUsage(kim, { usageDate, reason: `am ${usageDate} 📅` });
      kimsUsages.push(answer.body.usage.id);
    }
    const lea = await given.member();
    await given.package(lea, { coach: ana, rateType: 'per_session' });
    await askForDeviceToken(studio, await given.admin(), { userId: tom.id, label: 'Theke' });

    // A package of old, used and corrected by us.
    const [old] = await sql<{ id: number; member_id: number }>(
      `SELECT id, member_id FROM coach_member_list
        WHERE rate_type = 'package' AND status = 'active' AND coach_approval = 'approved'
          AND staff_approval = 'approved' AND remaining_sessions > 5 AND expires_at IS NULL
          AND member_id IN (SELECT id FROM user) ORDER BY id LIMIT 1`,
    );
    if (!old) throw new Error('no usable package among the legacy ones');
    const [admin, member] = [api.as(await given.admin()), { id: old.member_id }];
    const correction = { adjustment: -2, reason: 'verzählt 🤦', packageId: old.id };
    expect(await admin.adjust(member, correction)).toMatchObject({ status: 200 });
    expect(await admin.startWorkout(member)).toMatchObject({ status: 201 });

    // PHP beside us: a package that it sold, and a second session of a day.
    sold = await php.sell(tom.id, ana.id, { remaining_sessions: 8 });
    await phpTakes(sold, '2026-02-20');
    await phpTakes(sold, TODAY);
    await php.noteUsage(sold, TODAY);
  }

  it('gives the legacy definitions back, the order of the columns included', async () => {
    expect(await schemaTextOf(legacy)).toEqual(schema);
    expect(await columnOrder(legacy)).toEqual(columns);
  });

  it('leaves what the legacy key can hold, counts as they are, and archives the rest', async () => {
    const usages = await legacy.query<{ coach_member_id: number; usage_date: string }>(
      'SELECT coach_member_id, usage_date FROM coach_session_usage',
    );
    const days = usages.map((row) => `${row.coach_member_id} ${row.usage_date}`);
    expect(new Set(days).size).toBe(usages.length);
    expect(usages.length).toBeGreaterThan(300);

    const { packages } = books;
    const counts = 'SELECT id, remaining_sessions, status FROM coach_member_list ORDER BY id';
    expect(await legacy.query(counts)).toEqual(
      packages.map(({ id, remaining_sessions, status }) => ({ id, remaining_sessions, status })),
    );
    const archived = async (what: string) =>
      (await legacy.query<{ id: number }>(`SELECT id FROM coach_archived_${what} ORDER BY id`)).map(
        ({ id }) => id,
      );
    expect(await archived('usage')).toEqual(books.usages.map(({ id }) => id));
    expect(await archived('activity')).toEqual(books.activities.map(({ id }) => id));
    expect(await archived('package')).toEqual(packages.map(({ id }) => id));
  });

  it('lets the page show what counts, and no correction as a session', async () => {
    expect(await phpShows(kim.packageId)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04']);
    expect(await phpShows(tom.packageId)).toEqual(['2026-03-01', TODAY]);
    if (kind !== 'enhanced') return;
    const [summary] = await legacy.query(
      'SELECT * FROM coach_session_summary WHERE subscription_id = ?',
      [kim.packageId],
    );
    expect(summary).toMatchObject({ remaining_sessions: 3, total_usage: 3, active_usage: '3' });
    const words = await legacy.query<{ word: string }>(
      `SELECT DISTINCT adjustment_type AS word FROM coach_session_usage
        WHERE coach_member_id = ? ORDER BY usage_date`,
      [sold],
    );
    expect(words.map(({ word }) => word)).toEqual(['automatic', 'adjustment']);
  });

  describe('then PHP goes on, and the database is adopted again:', () => {
    let again: Books;
    const PHP_DAY = '2026-03-12';
    let added: Record<string, unknown>[];

    beforeAll(async () => {
      const [deleted, undone] = kimsUsages as [number, number];
      await phpDeletes(deleted);
      if (kind === 'enhanced') {
        await legacy.query(
          `UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1 WHERE id = ?`,
          [kim.packageId],
        );
        await legacy.query('UPDATE coach_session_usage SET undone_at = NOW() WHERE id = ?', [
          undone,
        ]);
      }
      expect(await php.startWorkout(kim.id, ana.id, PHP_DAY)).toBe('taken');
      expect(await php.startWorkout(kim.id, ana.id, PHP_DAY)).toBe('already used');
      const id = await php.sell(tom.id, ana.id, { remaining_sessions: 4 });
      await phpTakes(id, PHP_DAY);
      added = await legacy.query('SELECT id FROM coach_session_usage WHERE usage_date = ?', [
        PHP_DAY,
      ]);
      await migrate(legacy.url);
      again = await booksOf(legacy);
    });

    it('ids of archived rows are given to nobody', () => {
      const highest = Math.max(...books.usages.map((row) => Number(row.id)));
      expect(added).toHaveLength(2);
      for (const { id } of added) expect(Number(id)).toBeGreaterThan(highest);
    });

    it('every row is there again, in all its columns, but for what PHP changed', () => {
      const touched = new Set(kimsUsages.slice(0, kind === 'enhanced' ? 2 : 1));
      const last = Math.max(...books.usages.map(({ id }) => Number(id)));
      const known = (id: number) => id <= last;
      const untouched = ({ usages }: Books) =>
        usages.filter(({ id }) => known(Number(id)) && !touched.has(Number(id)));
      expect(untouched(again)).toEqual(untouched(books));
      expect(again.usages).toHaveLength(books.usages.length + 3);

      const lines = new Set(books.activities.map(({ id }) => id));
      expect(again.activities.filter(({ id }) => lines.has(id))).toEqual(books.activities);

      const untouchedPackages = again.packages.filter(({ id }) =>
        books.packages.some((one) => one.id === id && id !== kim.packageId),
      );
      expect(untouchedPackages).toEqual(books.packages.filter(({ id }) => id !== kim.packageId));
    });

    it('a usage that PHP deleted comes back as undone', () => {
      const [deleted] = kimsUsages;
      const before = books.usages.find(({ id }) => id === deleted);
      const { undone_at: at, ...row } = again.usages.find(({ id }) => id === deleted) ?? {};
      const { undone_at: _, ...expected } = before ?? {};
      const how = { active_slot: null, undo_reason: 'Deleted in the legacy system' };
      expect(row).toEqual({ ...expected, ...how, hidden_from_php: 1 });
      expect(at).toEqual(expect.any(String));
    });

    it('what PHP did meanwhile is booked, and the laws hold', async () => {
      const { booked, ...verdict } = await bookedAndVerified(legacy.url);
      // The second session of a day is a note, and no violation.
      expect(verdict).toMatchObject({ holds: true });
      expect(booked).toBeGreaterThan(0);
      const [row] = await legacy.query(
        'SELECT remaining_sessions FROM coach_member_list WHERE id = ?',
        [kim.packageId],
      );
      expect(row).toEqual({ remaining_sessions: kind === 'enhanced' ? 4 : 3 });
    });

    it('and goes back once more', async () => {
      await revert(legacy.url, { mayDropRows: true });
      expect(await schemaTextOf(legacy)).toEqual(schema);
    });
  });
});
