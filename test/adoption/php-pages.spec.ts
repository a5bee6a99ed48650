import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { revert } from '../support/adoption/adopting.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { LEGACY_KINDS } from '../support/adoption/legacy-schema.js';
import { PhpPages } from '../support/adoption/php-pages.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const ENHANCED = ['undone_at', 'adjustment_amount', 'adjustment_type', 'reason'];

describe.each(LEGACY_KINDS)(
  'the pages that stay with PHP, of a database taken over: %s',
  (kind) => {
    const knowsUndone = kind === 'enhanced';
    let legacy: LegacyDatabase;
    let pages: PhpPages;
    let studio: Studio;
    let ana: TestPerson;
    let before: Awaited<ReturnType<PhpPages['figures']>>;
    let columns: string[];

    beforeAll(async () => {
      legacy = await createLegacyDatabase(kind, 1_000);
      pages = new PhpPages(legacy);
      before = await pages.figures(knowsUndone);
      columns = await pages.columns();
      await migrate(legacy.url);
      studio = await openStudio({ databaseUrl: legacy.url });
    });
    afterAll(async () => {
      await studio.close();
      await legacy.close();
    });

    /** A member with three usages of ours, of which PHP may undo one. */
    async function someMember(): Promise<GivenMember> {
      ana = await studio.given.coach();
      const tom = await studio.given.member({ coach: ana, remaining: 10 });
      for (const usageDate of ['2026-03-01', '2026-03-02', '2026-03-03']) {
        await studio.api.as(ana).addUsage(tom, { usageDate });
      }
      return tom;
    }

    /** Books what PHP did, after which the laws hold. */
    async function expectBooked(): Promise<void> {
      await studio.app.get(ReconciliationRun).reconcileAll();
      const { holds, text } = await studio.app.get(VerifyService).verify();
      expect(holds, text).toBe(true);
    }

    async function totalOf(): Promise<unknown> {
      return (await pages.revenue()).at(-1)?.total;
    }

    it('show the same figures and lists as before', async () => {
      expect(await pages.figures(knowsUndone)).toEqual(before);
      expect(await totalOf()).toBe(1_000);
    });

    it('know the columns that they knew, in order, and those of the newest script', async () => {
      const added = ENHANCED.filter((name) => !columns.includes(name));
      const now = await pages.columns();
      expect(now.slice(0, columns.length)).toEqual(columns);
      expect(now.slice(columns.length).toSorted()).toEqual(added.toSorted());
    });

    it('count a usage of ours once, and none of what only corrects a count', async () => {
      const total = Number(await totalOf());
      const tom = await someMember();
      expect(await totalOf()).toBe(total + 3);

      const figures = await pages.figures(knowsUndone);
      const asAna = studio.api.as(ana);
      await asAna.adjust(tom, { adjustment: 4, reason: 'ein Geschenk 🎁' });
      await asAna.adjust(tom, { adjustment: -1, reason: 'verzählt' });
      await studio.given.package(tom, { coach: ana, remaining: 3 });
      await pages.write('UPDATE coach_member_list SET remaining_sessions = 2 WHERE id = ?', [
        tom.packageId,
      ]);
      await expectBooked();
      const kinds = await studio.sql<{ kind: string }>(
        `SELECT DISTINCT adjustment_type AS kind FROM coach_usage_history
        WHERE member_id = ? ORDER BY 1`,
        [tom.id],
      );
      expect(kinds.map((row) => row.kind)).toEqual(['adjustment', 'external', 'grant', 'manual']);
      expect(await pages.figures(knowsUndone)).toEqual(figures);
    });

    it('lose what we undo, as if PHP had undone it, also where PHP wrote it', async () => {
      const tom = await someMember();
      await pages.write(
        `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
       VALUES (?, '2026-03-04', NOW())`,
        [tom.packageId],
      );
      const days = async () => (await pages.history(tom.id)).map(({ usage_date: day }) => day);
      expect(await days()).toEqual(['2026-03-04', '2026-03-03', '2026-03-02', '2026-03-01']);
      const total = Number(await totalOf());

      const [newest, next] = await pages.history(tom.id);
      await studio.api.as(ana).undo(tom, Number(newest?.id));
      await studio.api.as(ana).undo(tom, Number(next?.id));

      expect(await days()).toEqual(['2026-03-02', '2026-03-01']);
      expect(await totalOf()).toBe(total - 2);
    });

    it('undo nothing that is no usage', async () => {
      const tom = await someMember();
      const asAna = studio.api.as(ana);
      const [undone] = await pages.history(tom.id);
      await asAna.undo(tom, Number(undone?.id));
      await asAna.adjust(tom, { adjustment: 2, reason: 'ein Geschenk' });
      await pages.write('UPDATE coach_member_list SET remaining_sessions = 5 WHERE id = ?', [
        tom.packageId,
      ]);
      await expectBooked();
      const rows = await studio.sql<{ id: number; kind: string; active_slot: number | null }>(
        `SELECT id, adjustment_type AS kind, active_slot FROM coach_usage_history
        WHERE coach_member_id = ? ORDER BY id`,
        [tom.packageId],
      );
      const passive = rows.filter((row) => row.active_slot === null);
      expect(passive.map((row) => row.kind)).toEqual(['grant', 'manual', 'adjustment', 'external']);

      for (const { id } of passive) {
        expect(await pages.undo(id, tom.id)).toBe(false);
        for (const sql of [
          'DELETE FROM coach_session_usage WHERE id = ?',
          'UPDATE coach_session_usage SET created_at = NOW() WHERE id = ?',
          'DELETE csu FROM coach_session_usage csu WHERE csu.id = ?',
        ]) {
          expect((await pages.write(sql, [id])).affectedRows, sql).toBe(0);
        }
      }
      const opening = await studio.sql<{ id: number; member_id: number }>(
        `SELECT id, member_id FROM coach_usage_history WHERE adjustment_type = 'grant'
        ORDER BY id LIMIT 3`,
      );
      for (const one of opening) expect(await pages.undo(one.id, one.member_id)).toBe(false);
      await expectBooked();
    });

    it('undo a usage of ours, by deleting or by marking it, and it is booked', async () => {
      const tom = await someMember();
      const [first, second] = await pages.history(tom.id);
      expect(await pages.undo(Number(first?.id), tom.id)).toBe(true);
      await expectBooked();
      const { body } = await studio.api.as(ana).member(tom);
      expect(body.packages[0]).toMatchObject({ remaining: 8 });
      expect(body.totals).toMatchObject({ activeUsages: 2 });
      if (!knowsUndone) return;

      await pages.write('UPDATE coach_session_usage SET undone_at = NOW() WHERE id = ?', [
        second?.id,
      ]);
      await pages.write(
        'UPDATE coach_member_list SET remaining_sessions = remaining_sessions + 1 WHERE id = ?',
        [tom.packageId],
      );
      await expectBooked();
      const marked = (await studio.api.as(ana).member(tom)).body;
      expect(marked.packages[0]).toMatchObject({ remaining: 9 });
      expect(marked.totals).toMatchObject({ activeUsages: 1 });
      // PHP's own mark is PHP's: its page goes on listing the row.
      expect(await pages.history(tom.id)).toHaveLength(2);
    });

    it('insert as before: a new id, once a day, and again where ours was undone', async () => {
      const tom = await someMember();
      const insert = `INSERT INTO coach_session_usage (coach_member_id, usage_date, created_at)
      VALUES (?, ?, NOW()) ON DUPLICATE KEY UPDATE created_at = NOW()`;
      const first = await pages.write(insert, [tom.packageId, '2026-03-05']);
      expect(first).toMatchObject({ affectedRows: 1 });
      const [row] = await legacy.query<{ id: number; last: number }>(
        `SELECT id, LAST_INSERT_ID() AS last FROM coach_session_usage
        WHERE coach_member_id = ? AND usage_date = '2026-03-05'`,
        [tom.packageId],
      );
      expect([first.insertId, row?.last]).toEqual([row?.id, row?.id]);
      await pages.write('UPDATE coach_session_usage SET created_at = ? WHERE id = ?', [
        '2026-01-01 10:00:00',
        row?.id,
      ]);
      expect((await pages.write(insert, [tom.packageId, '2026-03-05'])).affectedRows).toBe(2);

      const [ours] = (await pages.history(tom.id)).slice(1);
      await studio.api.as(ana).undo(tom, Number(ours?.id));
      const again = await pages.write(insert, [tom.packageId, String(ours?.usage_date)]);
      expect(again.affectedRows).toBe(1);
      expect(again.insertId).toBeGreaterThan(Number(ours?.id));
    });

    it('may create their table where it is missing, and cannot change it', async () => {
      await pages.write(
        `CREATE TABLE IF NOT EXISTS coach_session_usage (id int NOT NULL PRIMARY KEY)`,
      );
      const enhancement = 'ALTER TABLE coach_session_usage ADD COLUMN undone_by_name varchar(50)';
      await expect(pages.write(enhancement)).rejects.toThrow('is not of type');
    });

    it('have their table back when we have gone', async () => {
      const figures = await pages.figures(knowsUndone);
      await revert(legacy.url, { mayDropRows: true });
      const [table] = await legacy.query<{ kind: string }>(
        `SELECT TABLE_TYPE AS kind FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'coach_session_usage'`,
      );
      expect(table?.kind).toBe('BASE TABLE');
      expect(await pages.columns()).toEqual(columns);
      if (!knowsUndone) expect(await pages.figures(false)).toEqual(figures);
      await migrate(legacy.url);
      expect(await pages.figures(knowsUndone)).toEqual(figures);
    });
  },
);
