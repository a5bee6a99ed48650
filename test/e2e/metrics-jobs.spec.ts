import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src/audit/cleanup.service.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { Waiting } from '../../src/http/waiting.js';
import { captureLog } from '../support/captured-log.js';
import { readMetrics } from '../support/metrics.js';
import { openStudio, type Studio } from '../support/studio.js';
import { StatementCounter, trafficOf, withSending } from '../support/traffic.js';

const TICKETS = 'coach_rows_to_clean{table="coach_stream_ticket"}';
const USAGES = 'coach_usages_to_reconcile';

describe('what there is to do, by the metrics', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio({ env: { LOG_LEVEL: 'warn' } });
    const { api, given } = studio;
    const ana = await given.coach();
    const { packageId } = await given.member({ coach: ana, remaining: 3 });
    for (let n = 0; n < 3; n += 1) await api.as(ana).post('/events/tickets');
    studio.clock.set('2026-03-10T12:05:00Z');
    await studio.sql(
      `INSERT INTO coach_usage_history (coach_member_id, usage_date, adjustment_type, created_at)
       VALUES (?, '2026-03-10', 'automatic', '2026-03-10 12:00:00')`,
      [packageId],
    );
  });
  afterAll(() => studio.close());

  it('is not asked for while the process waits for its tables', async () => {
    const log = captureLog(studio);
    studio.app.get(Waiting).begin('its tables');
    const { messages } = await trafficOf(studio, async () => {
      const figures = await readMetrics(studio.api);
      expect([figures.get('coach_processes'), figures.get(USAGES)]).toEqual([1, undefined]);
    });
    studio.app.get(Waiting).end();
    expect([messages, log.text]).toEqual([[], '']);
  });

  it('is left out while the database does not answer, and the others are told', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const read = async () => {
      const figures = await readMetrics(studio.api);
      expect([figures.get('coach_processes'), figures.get(USAGES)]).toEqual([1, undefined]);
      goOn();
    };
    await withSending(studio, read, async (send, statements) => {
      await held;
      return send(statements);
    });
  });

  it('is counted, and read by keys', async () => {
    const figures = await readMetrics(studio.api);
    expect([figures.get(TICKETS), figures.get(USAGES)]).toEqual([3, 1]);
    const cleanup = studio.app.get(Cleanup);
    const counter = new StatementCounter(studio);
    const statements = await counter.during(() =>
      studio.app.get(UnitOfWork).read((tx) => cleanup.countDue(tx, 10)),
    );
    expect(statements.length).toBeGreaterThan(3);
    expect(await counter.scans(statements)).toEqual([]);
  });
});
