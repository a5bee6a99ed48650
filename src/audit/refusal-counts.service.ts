import { Injectable } from '@nestjs/common';
import { ANONYMOUS, type Actor } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { MINUTE_MS } from '../common/durations.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ActivityRepository, type NewActivity } from './activity.repository.js';
import { Cleanup } from './cleanup.service.js';
import type { RefusalCount } from './refusal-count.entity.js';
import {
  type CountKey,
  type LastRefusal,
  RefusalCountsRepository,
} from './refusal-counts.repository.js';
import { endOfHour, NOBODY } from './refusal-rules.js';

/** So many times what the log gets of one attempt, it gets of all attempts of a person. */
const TARGETS = 10;
/** Looks into the database each time: what is faster would tell which accounts do not exist. */
const SAME_FOR_ALL = 'sign_in_failed';
/** A refusal of the hour may still be on its way into its count for so long. */
const LATE_MS = MINUTE_MS;
/** Counts per transaction. */
const BATCH = 100;
/** Counts that this process knows to be full; beyond it, it forgets and asks the database. */
const MOST_KNOWN = 5_000;

/**
 * Bounds what refusals write into the log. Of one attempt (person, action, member, code) the first
 * of an hour get rows of their own, and ten times as many of all attempts of a person. Others are
 * counted in the database, for all processes, and are one row when their hour is over.
 */
@Injectable()
export class RefusalCounts {
  private readonly perAttempt: number;
  /** Where further attempts are counted: without a member, of those who try many. */
  private readonly full = new Map<string, CountKey>();

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly counts: RefusalCountsRepository,
    private readonly activities: ActivityRepository,
    cleanup: Cleanup,
  ) {
    this.perAttempt = config.refusalsLoggedPerHour;
    cleanup.also(async (isEnding) => this.logEnded(isEnding));
  }

  /** Whether the log gets a row of its own for a refusal; else it is counted. */
  async getsRow(tx: Tx, refusal: NewActivity): Promise<boolean> {
    if (this.perAttempt === 0) return true;
    const key = keyOf(refusal);
    const last = lastOf(refusal);
    const known = key.code === SAME_FOR_ALL ? undefined : this.full.get(textOf(key));
    if (known && (await this.counts.countFurther(tx, known, last))) return false;
    const all: CountKey = { ...key, action: '', code: '', memberId: 0 };
    const [, found] = await Promise.all([
      // One refusal of a person at a time is looked at, in all processes.
      this.counts.raise(tx, all, last, 'neither'),
      this.counts.find(tx, [all, key]),
    ]);
    const own = found.find(({ action }) => action !== '');
    const ofPerson = found.find(({ action }) => action === '')?.logged ?? 0;
    const hasRoom = ofPerson < this.perAttempt * TARGETS;
    if (hasRoom && (own?.logged ?? 0) < this.perAttempt) {
      await Promise.all([
        this.counts.raise(tx, all, last, 'logged'),
        this.counts.raise(tx, key, last, 'logged'),
      ]);
      return true;
    }
    // However many members somebody tries, there is no count for each.
    const counted = own || hasRoom ? key : { ...key, memberId: 0 };
    await this.counts.raise(tx, counted, last, 'counted');
    this.remember(key, counted);
    return false;
  }

  /** Writes what was counted in hours that are over into the log, each count once. */
  private async logEnded(isEnding: () => boolean): Promise<void> {
    const until = new Date(this.clock.now().getTime() - LATE_MS);
    let found = BATCH;
    while (found === BATCH && !isEnding()) {
      found = await this.unitOfWork.write(async (tx) => {
        const ended = await this.counts.lockEnded(tx, until, BATCH);
        const rows = ended.filter(({ counted }) => counted > 0).map(activityOf);
        if (rows.length > 0) this.activities.insert(tx, rows);
        this.counts.remove(tx, ended);
        return { result: ended.length };
      });
    }
  }

  private remember(key: CountKey, counted: CountKey): void {
    if (this.full.size >= MOST_KNOWN) this.full.clear();
    this.full.set(textOf(key), counted);
  }
}

function keyOf({ actor, at, action, code = '', memberId }: NewActivity): CountKey {
  const who = { actorId: actor.id ?? NOBODY, memberId: memberId ?? 0 };
  return { endsAt: endOfHour(at), action, code, ...who };
}

function lastOf({ actor, outcome, status, at }: NewActivity): LastRefusal {
  return { actorRole: actor.role, outcome, status, lastAt: at };
}

function textOf({ endsAt, actorId, action, code, memberId }: CountKey): string {
  return [endsAt.getTime(), actorId, action, code, memberId].join(' ');
}

/** The one row for all that were counted, at the time of the last of them. */
function activityOf(count: RefusalCount): NewActivity {
  const { actorId, actorRole, action, code, memberId, lastAt, counted } = count;
  if (action === '') throw new Error('what a person is refused altogether is not counted');
  const actor = actorId === NOBODY ? ANONYMOUS : ({ id: actorId, role: actorRole } as Actor);
  return {
    actor,
    ...{ action, code, outcome: count.outcome, status: count.status, at: lastAt },
    memberId: memberId === 0 ? null : memberId,
    after: { repetitions: counted },
  };
}
