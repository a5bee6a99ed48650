import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ANONYMOUS, type Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { MINUTE_MS } from '../common/durations.js';
import { Meter } from '../common/meter.js';
import type { Problem } from '../common/problem.js';
import { PROBLEM_CODES, type ProblemCode } from '../common/problem-codes.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type ApiRequest, originOf } from '../http/api-request.js';
import { type HourCount, SharedState } from '../processes/shared-state.js';
import { ActivityRepository, type NewActivity } from './activity.repository.js';
import { RefusalCountsRepository } from './refusal-counts.repository.js';
import { endOfHour, NOBODY, type TokenKind } from './refusal-rules.js';

/** So many of a person, or of a network, within an hour have a row in the log. */
const ENOUGH = 20;
/** So many networks have a row of their own; as many tokens as theirs are a row for all of them. */
const MOST_NETWORKS = 20;
/** After a row could not be written. */
const AGAIN_AFTER_MS = MINUTE_MS;
/** Refusals that wait for the other processes; what comes beyond it is in the metrics alone. */
const MOST_UNDER_WAY = 1_000;
/** Whose rows this process knows of; beyond it, it forgets and asks the database. */
const MOST_KNOWN = 5_000;

/** What a read is refused with that a person may not see, or that is not there. */
const READS = new Set<ProblemCode>([
  ...(['forbidden', 'not_your_member', 'not_signed_in', 'member_not_found'] as const),
  'person_not_found',
  ...(['coach_not_found', 'package_not_found', 'usage_not_found'] as const),
  ...(['device_token_not_found', 'sign_in_not_found'] as const),
]);

/** One more of what adds up, and the row that it makes when it is enough. */
interface Refused {
  readonly what: 'reads' | 'tokens';
  readonly key: string;
  readonly at: Date;
  readonly row: Omit<NewActivity, 'after'>;
  readonly more?: object;
}

/**
 * Counts reads that people are refused, by person, and tokens that are not ours, by network. All
 * are in the metrics; from a threshold on there is one row in the log for the hour. Counting is in
 * memory, for all processes together; the database is asked when a row is due, and never before.
 */
@Injectable()
export class AddedRefusals implements OnModuleDestroy {
  private readonly logger = new Logger(AddedRefusals.name);
  /** Of whom there is a row, or none can be written just now: until when, in milliseconds. */
  private readonly quietUntilMs = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly clock: Clock,
    private readonly shared: SharedState,
    private readonly unitOfWork: UnitOfWork,
    private readonly counts: RefusalCountsRepository,
    private readonly activities: ActivityRepository,
    private readonly meter: Meter,
  ) {}

  /** What has begun is written before the database is closed. */
  async onModuleDestroy(): Promise<void> {
    await this.settled();
  }

  /** Ends when nothing is under way. Never throws. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /**
   * Counts what a signed-in person is refused, where it is a read, as changes have rows of their
   * own; and that an access of earlier has ended. Whose it was is known, so it is no network's.
   */
  answered(request: ApiRequest, problem: Problem, { isRead }: { isRead: boolean }): void {
    const { user } = request;
    if (!user) return;
    if (problem.code === 'not_signed_in') this.tally('ended');
    if (isRead && READS.has(problem.code)) this.read(request, user, problem);
  }

  /** Counts a token of nobody that came from a network. */
  token(request: ApiRequest, kind: TokenKind, network: string): void {
    this.tally(kind);
    const at = this.clock.now();
    if (this.isQuiet('tokens', network, at) || this.isQuiet('tokens', ALL, at)) return;
    const code = 'not_signed_in';
    const [status] = PROBLEM_CODES[code];
    const caller = { actor: ANONYMOUS, origin: originOf(request) };
    const row = rowOf('auth.tokens_refused', { ...caller, at, code, status });
    this.add({ what: 'tokens', key: network, at, row, more: { kind } });
  }

  private read(request: ApiRequest, actor: Person, { code, status }: Problem): void {
    this.meter.tally('coach_reads_refused_total', { code }).add();
    const at = this.clock.now();
    const key = String(actor.id);
    if (this.isQuiet('reads', key, at)) return;
    const row = rowOf('auth.reads_refused', { actor, at, code, status, origin: originOf(request) });
    this.add({ what: 'reads', key, at, row });
  }

  private tally(kind: TokenKind): void {
    this.meter.tally('coach_tokens_refused_total', { kind }).add();
  }

  /** In the background: nobody is answered later for it. */
  private add(refused: Refused): void {
    if (this.underWay.size >= MOST_UNDER_WAY) return;
    const adding = this.addUp(refused)
      .catch((error: unknown) => {
        const msg = 'refusals that add up could not be logged';
        this.logger.error({ msg, action: refused.row.action, err: error });
      })
      .finally(() => this.underWay.delete(adding));
    this.underWay.add(adding);
  }

  private async addUp({ what, key, at, row, more }: Refused): Promise<void> {
    const counted = { what, key, atMs: at.getTime(), most: ENOUGH };
    const { all, ...own } = await this.shared.countInHour(counted);
    const isMany = what === 'tokens' && all.count >= ENOUGH * MOST_NETWORKS;
    if (isMany) {
      const { origin: _, ...ofNobody } = row;
      await this.tell(what, ALL, { ...ofNobody, after: { ...stateOf(all), manyNetworks: true } });
    } else if (own.count >= ENOUGH) {
      await this.tell(what, key, { ...row, after: { ...stateOf(own), ...more } });
    }
  }

  /** Writes a row, unless this process knows that there is one, or is about to write it. */
  private async tell(what: Refused['what'], key: string, row: NewActivity): Promise<void> {
    if (this.isQuiet(what, key, row.at)) return;
    this.keepQuiet(what, key, row.at.getTime() + AGAIN_AFTER_MS);
    const isPerson = row.actor.id !== null || key === ALL;
    await this.writeOnce(row, isPerson ? '' : digestOf(key));
    this.keepQuiet(what, key, endOfHour(row.at).getTime());
  }

  /** One row for an hour, whichever process, or start of the product, is the first. */
  private async writeOnce(row: NewActivity, code: string): Promise<void> {
    const { actor, action, at, outcome, status } = row;
    const who = { actorId: actor.id ?? NOBODY, memberId: 0 };
    const key = { endsAt: endOfHour(at), action, code, ...who };
    const last = { actorRole: actor.role, outcome, status, lastAt: at };
    await this.unitOfWork.write(
      async (tx) => {
        const [, [found]] = await Promise.all([
          this.counts.raise(tx, key, last, 'logged'),
          this.counts.find(tx, [key]),
        ]);
        const isFirst = found?.logged === 1;
        if (isFirst) this.activities.insert(tx, [row]);
        return { result: undefined, discard: !isFirst };
      },
      { replayable: true },
    );
  }

  private isQuiet(what: Refused['what'], key: string, at: Date): boolean {
    return (this.quietUntilMs.get(`${what} ${key}`) ?? 0) > at.getTime();
  }

  private keepQuiet(what: Refused['what'], key: string, untilMs: number): void {
    if (this.quietUntilMs.size >= MOST_KNOWN) this.quietUntilMs.clear();
    this.quietUntilMs.set(`${what} ${key}`, untilMs);
  }
}

/** All networks together. */
const ALL = '';

function rowOf(
  action: NewActivity['action'],
  rest: Omit<NewActivity, 'action' | 'outcome'>,
): NewActivity {
  return { action, outcome: 'refused', ...rest };
}

/** What the log keeps: at least so many, the first of them then; nobody says when it ended. */
function stateOf({ count, sinceMs }: HourCount): object {
  return { refusals: count, since: new Date(sinceMs).toISOString() };
}

/** Addresses stand in the log alone, where they are taken out after a time. */
function digestOf(network: string): string {
  return createHash('sha256').update(network).digest('hex').slice(0, 40);
}
