import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ReconciliationRun } from '../../src/packages/reconciliation-run.service.js';
import { Checkpoint, readCheckpoint } from '../../src/verify/checkpoint-rules.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import { isServerDatabase } from '../support/database.js';
import { logOf } from '../support/expectations.js';
import { openPlayedStudio } from '../support/played-studio.js';
import { chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import type { Studio } from '../support/studio.js';
import { TamperedTables } from '../support/tampered-tables.js';
import { WITHOUT_A_TRACE } from '../support/quiet-tampering.js';
import { AGAINST_THE_LAWS } from '../support/tampering.js';

/** Of each kind, each time of another row. */
const EDITS = size({ ci: 2, full: 100 });

describe('what somebody who may write to the database edits', () => {
  let studio: Studio;
  let tables: TamperedTables;
  const dice = chance(seedFor('tampering'));

  beforeAll(async () => {
    studio = await openPlayedStudio();
    tables = await TamperedTables.of(studio.sql);
  });
  afterAll(() => studio.close());
  afterEach(() => tables.restore());

  const verified = () => studio.app.get(VerifyService).verify();

  it('is nothing in books that nobody edited', async () => {
    const { text } = await verified();
    expect(text).toMatch(/All laws hold\.\n$/);
  });

  it.each(Object.entries(AGAINST_THE_LAWS))(
    '%s, and the laws find it',
    async (_, edit) => {
      for (let n = 0; n < EDITS; n += 1) {
        await edit({ tables, sql: studio.sql, dice });
        expect(await tables.isEdited()).toBe(true);
        const { holds, text } = await verified();
        expect(holds, text).toBe(false);
        await tables.restore();
        expect(await tables.isEdited()).toBe(false);
      }
      expect((await verified()).holds).toBe(true);
    },
    SIZED_TIMEOUT_MS,
  );

  describe('without a trace', () => {
    let kept: string;

    beforeAll(async () => {
      studio.clock.advance({ minutes: 10 });
      const checkpoint = new Checkpoint();
      expect(await sealed(checkpoint)).toMatchObject({ holds: true, hasBrokenSeals: false });
      expect(checkpoint.newest?.to).toBe(tables.of('admin_activity_log').at(-1)?.id);
      kept = checkpoint.text;
    });

    const sealed = (checkpoint = readCheckpoint(kept)) =>
      studio.app.get(VerifyService).verify(undefined, checkpoint);

    it.each(Object.entries(WITHOUT_A_TRACE))(
      '%s, and the seals find it, where somebody keeps them',
      async (_, edit) => {
        for (let n = 0; n < EDITS; n += 1) {
          await edit({ tables, sql: studio.sql, dice });
          expect(await tables.isEdited()).toBe(true);
          const { holds, text } = await verified();
          expect(holds, text).toBe(true);
          expect(await sealed()).toMatchObject({ holds: false, hasBrokenSeals: true });
          await tables.restore();
        }
        expect(await sealed()).toMatchObject({ holds: true });
      },
      SIZED_TIMEOUT_MS,
    );
  });

  it('as a removal of the last rows, is told by their ids where these have no gaps', async () => {
    const last = tables.of('admin_activity_log').at(-1)?.id ?? 0;
    const removed = [last - 2, last - 1];
    await studio.sql('DELETE FROM admin_activity_log WHERE id IN (?, ?)', removed);
    const note = `The log has no activity ${last - 2} to ${last - 1}, though it had`;
    const { text } = await verified();
    if (isServerDatabase()) expect(text).not.toContain('The log has no activity');
    else expect(text).toContain(note);
  });

  it('in terms, is booked once as the change of another program', async () => {
    const [one] = tables.of('coach_member_list');
    await studio.sql('UPDATE coach_member_list SET expires_at = ? WHERE id = ?', [
      '2030-01-01 00:00:00.000',
      one?.id,
    ]);
    const { text } = await verified();
    expect(text).toContain(`package ${one?.id} has another expires_at than the log tells`);
    expect(text).toContain('npm run verify -- --book-external');
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(1);
    expect((await verified()).holds).toBe(true);
    expect((await logOf(studio)).at(-1)).toMatchObject({
      action: 'package.changed',
      actor_role: 'legacy',
      package_id: one?.id,
      code: 'terms_changed',
      before: { expiresAt: '2026-07-01T10:00:00.000Z' },
      after: { expiresAt: '2030-01-01T00:00:00.000Z' },
    });
    expect(await studio.app.get(ReconciliationRun).reconcileAll()).toBe(0);
  });

  it('in terms, is named where the next change of ours found it', async () => {
    const [one] = tables.of('coach_member_list');
    await studio.sql('UPDATE coach_member_list SET expires_at = NULL WHERE id = ?', [one?.id]);
    const change = { expiresAt: '2026-09-01T10:00:00Z' };
    const path = `/members/${Number(one?.member_id)}/packages/${one?.id}`;
    const staff = await studio.given.staff();
    expect((await studio.api.as(staff).patch(path, change)).status).toBe(200);
    const { holds, text } = await verified();
    expect(holds, text).toBe(true);
    const { id } =
      (await studio.sql<{ id: number }>('SELECT MAX(id) AS id FROM admin_activity_log'))[0] ?? {};
    expect(text).toContain(
      `1 changes found terms that the product had not left so, see before of activity ${id}`,
    );
  });
});
