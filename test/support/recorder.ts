import type { Answer } from './api.js';
import type { Sql } from './sql.js';

/** What the log must hold of a request. */
type Outcome = 'done' | 'refused' | 'failed' | 'nothing';

/** Mistakes in a request's form are not logged: they say nothing about anybody. */
const NOT_LOGGED = [400, 413, 415, 429];

const UNAVAILABLE = 503;

interface Kept {
  readonly what: string;
  readonly answer: Answer;
  readonly reads: boolean;
  readonly maySetAgain: boolean;
}

/** Keeps what the API answered, to be held against the activity log (R7). */
export class Recorder {
  readonly answers: Kept[] = [];

  /** Waits for the answer of a mutation and keeps it. */
  async mutation(what: string, answer: Promise<Answer>): Promise<Answer> {
    return this.keep(what, await answer, false);
  }

  /** As `mutation`, of one that may find that all is as it was asked for, and log nothing. */
  async settingAgain(what: string, answer: Promise<Answer>): Promise<Answer> {
    return this.keep(what, await answer, false, true);
  }

  /** Waits for the answer of a read, of which the log must say nothing. */
  async reading(what: string, answer: Promise<Answer>): Promise<Answer> {
    return this.keep(what, await answer, true);
  }

  /** How often each status was answered, such as `{ 200: 12, 409: 3 }`. */
  get statuses(): Record<number, number> {
    const counts: Record<number, number> = {};
    for (const { answer } of this.answers) {
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
    }
    return counts;
  }

  /** The answers that say that something went wrong on our side, but for those to come back. */
  get failures(): string[] {
    return this.answers
      .filter(({ answer }) => answer.status >= 500 && answer.status !== UNAVAILABLE)
      .map(({ what, answer }) => `${what}: ${answer.status} ${answer.text}`);
  }

  /** How many were told to come back: on a machine without time for us, some who wait are. */
  get unavailable(): number {
    return this.statuses[UNAVAILABLE] ?? 0;
  }

  /**
   * Where the log differs from the answers; `sinceId` is its last row before the first of them. It
   * may say of a 503 that it failed: some are given before anything is asked of the database. That
   * somebody is refused many reads is a row of the hour, not of a request; and what was given back
   * to be moved stands beside its move, a correction beside the refund that made it, and what a
   * transfer brought beside what it took.
   */
  async differences(sql: Sql, sinceId: number): Promise<string[]> {
    const rows = await sql<{ request_id: string; outcome: Outcome; status: number }>(
      `SELECT request_id, outcome, status FROM admin_activity_log
        WHERE id > ? AND action <> 'auth.reads_refused'
          AND COALESCE(code, '') NOT IN ('moved', 'arrived')
          AND NOT (action = 'balance.adjusted' AND request_id IN (
            SELECT request_id FROM admin_activity_log
             WHERE action = 'payment.refunded' AND outcome = 'done'))
        ORDER BY id`,
      [sinceId],
    );
    const found = new Map<string, string[]>();
    for (const { request_id: id, outcome, status } of rows) {
      found.set(id, [...(found.get(id) ?? []), `${outcome} ${status}`]);
    }
    const differences = this.answers.flatMap(({ what, answer, reads, maySetAgain }) => {
      const id = answer.headers.get('x-request-id') ?? '';
      const logged = (found.get(id) ?? []).join(', ');
      found.delete(id);
      const outcome = reads ? 'nothing' : outcomeOf(answer);
      const right = outcome === 'nothing' ? '' : `${outcome} ${answer.status}`;
      const mayBeNothing = answer.status === UNAVAILABLE || (maySetAgain && answer.status === 200);
      const isRight = logged === right || (mayBeNothing && logged === '');
      return isRight ? [] : [`${what}: the log says "${logged}", not "${right}"`];
    });
    const extra = [...found].map(([id, logged]) => `nobody asked ${id}: ${logged.join(', ')}`);
    return [...differences, ...extra];
  }

  private keep(what: string, answer: Answer, reads: boolean, maySetAgain = false): Answer {
    this.answers.push({ what, answer, reads, maySetAgain });
    return answer;
  }
}

/** The last row of the activity log. */
export async function lastActivityId(sql: Sql): Promise<number> {
  const [row] = await sql<{ id: number | null }>('SELECT MAX(id) AS id FROM admin_activity_log');
  return row?.id ?? 0;
}

function outcomeOf({ status, headers, body }: Answer): Outcome {
  if (status >= 500) return 'failed';
  if (NOT_LOGGED.includes(status)) return 'nothing';
  if (status >= 400) return 'refused';
  const changedNothing = headers.has('idempotency-replayed') || body.deducted === false;
  return changedNothing ? 'nothing' : 'done';
}
