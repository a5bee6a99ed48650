import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../common/actor.js';
import type { Access, Origin } from '../http/api-request.js';
import { Clock } from '../common/clock.js';
import { HOUR_MS } from '../common/durations.js';
import { Meter } from '../common/meter.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Action } from './actions.js';
import { ActivityRepository } from './activity.repository.js';
import { AuditedWork } from './audited-work.js';
import { Cleanup } from './cleanup.service.js';
import { MarkedPasswords } from './marked-passwords.js';
import { Standing } from './standing-sql.js';
import { IdempotencyRecord } from './idempotency-record.entity.js';
import {
  IdempotencyRecordRepository,
  type IdempotencyKey,
  type NewRecord,
  type StoredRecord,
} from './idempotency-record.repository.js';

/** How long a client's key and its answer are kept. */
const CLIENT_KEY_HOURS = 48;
/** A key of our own is needed only while its request is tried again, which takes seconds. */
const OWN_KEY_HOURS = 1;

/** One mutation to be run. */
export interface Command {
  readonly action: Action;
  readonly actor: Actor;
  /** What let the actor in, where it may have ended since. */
  readonly access?: Access;
  readonly origin?: Origin;
  /** The status that answers a change; where nothing was to change it is 200, or 204 too. */
  readonly status: number;
  /** The client's key, and a text that is the same for the same request. */
  readonly idempotency?: { readonly key: string; readonly request: string };
}

export interface Answer<T> {
  readonly body: T;
  readonly status: number;
  /** Whether this is the kept answer of an earlier request with the same key, and not our own. */
  readonly replayed: boolean;
}

/**
 * The only way to change anything: one transaction holds the idempotency record of the request, the
 * work, and the activity rows that say what it did; they are committed together or not at all.
 */
@Injectable()
export class AuditedUnitOfWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly records: IdempotencyRecordRepository,
    private readonly activities: ActivityRepository,
    private readonly meter: Meter,
    private readonly passwords: MarkedPasswords,
    private readonly phpAccounts: PhpAccounts,
    cleanup: Cleanup,
  ) {
    cleanup.register(IdempotencyRecord);
  }

  /**
   * Runs a mutation, or gives the kept answer where the same request was answered before. Throws
   * `idempotency_key_reused` where the key came with another request, `not_signed_in` where the
   * actor may not act any more, and `password_needed` where the route asks for the password.
   */
  async run<T>(command: Command, work: (work: AuditedWork) => Promise<T>): Promise<Answer<T>> {
    // Without a client's key a key of our own still tells whether a lost COMMIT had succeeded.
    const key = idempotencyKeyOf(command, randomUUID());
    const hasClientKey = command.idempotency !== undefined;
    const hours = hasClientKey ? CLIENT_KEY_HOURS : OWN_KEY_HOURS;
    let tries = 0;
    // What an earlier try of this request may have committed, though it was not told so.
    let unsure: { body: unknown } | undefined;
    // Of its own answer nobody is asked: ending one's own sign-ins would never be answered.
    const asked = () => (unsure === undefined ? command : {});
    return this.unitOfWork.write(
      async (tx) => {
        const at = this.clock.now();
        const record = { key, at, expiresAt: new Date(at.getTime() + hours * HOUR_MS) };
        tries += 1;
        const mayBeAnswered = hasClientKey || tries > 1;
        const earlier = mayBeAnswered ? await this.claim(tx, record, asked()) : undefined;
        if (earlier) {
          const { answer, status } = earlier;
          const isOwn = unsure !== undefined && isSameAnswer(answer, unsure.body);
          this.noteReplay(isOwn);
          const kept = { body: answer as T, status, replayed: hasClientKey && !isOwn };
          return { result: kept, discard: true };
        }
        const standing = await this.askStanding(tx, command.access);
        const audited = new AuditedWork(tx, command.actor, at, standing);
        const body = await this.perform(audited, command, work);
        const changed = audited.changes.length > 0;
        // An answer without a body stays one.
        const status = changed || command.status === 204 ? command.status : 200;
        const discard = !audited.hasWritten && !hasClientKey;
        if (!audited.hasWritten) tx.askNothing();
        if (mayBeAnswered) this.records.keepAnswer(tx, key, { status, body });
        else if (!discard) this.records.insert(tx, record, { status, body });
        unsure = { body };
        return { result: { body, status, replayed: false }, discard };
      },
      { replayable: true },
    );
  }

  /**
   * As `run`, for answers that hold secrets: no idempotency record is kept, so the same request
   * sent twice is two requests. When the answer to a COMMIT is lost, a `replayable` work, which
   * recognises what it did before, is tried again; any other is reported as failed.
   */
  async runWithoutIdempotency<T>(
    command: Command,
    work: (work: AuditedWork) => Promise<T>,
    { replayable = false }: { replayable?: boolean } = {},
  ): Promise<T> {
    return this.unitOfWork.write(
      async (tx) => {
        const standing = await this.askStanding(tx, command.access);
        const audited = new AuditedWork(tx, command.actor, this.clock.now(), standing);
        return { result: await this.perform(audited, command, work) };
      },
      { replayable },
    );
  }

  /**
   * As `run`, as one step of a larger transaction that its caller ends, at a time of the caller's
   * choice: for filling a database with a history.
   */
  async runWithin<T>(
    tx: Tx,
    at: Date,
    command: Command,
    work: (work: AuditedWork) => Promise<T>,
  ): Promise<T> {
    return this.perform(new AuditedWork(tx, command.actor, at), command, work);
  }

  /**
   * Takes the key before the work, where an answer to it may be there already: the same request at
   * the same moment waits here for that answer, and for nothing else. Gives it, where it is there.
   */
  private async claim(
    tx: Tx,
    record: NewRecord,
    { access }: Pick<Command, 'access'>,
  ): Promise<StoredRecord | undefined> {
    const { key, at } = record;
    try {
      await this.records.claim(tx, record);
      return undefined;
    } catch (error) {
      if (!tx.isDuplicate(error)) throw error;
    }
    // Whoever may not act any more is told nothing of what they did before; it is not done again,
    // so that nobody is asked for a password.
    await this.askStanding(tx, access && { ...access, asksPassword: false });
    const [earlier] = await Promise.all([this.records.find(tx, key), tx.askNow()]);
    if (earlier && earlier.expiresAt > at) {
      if (earlier.fingerprint === key.fingerprint) return earlier;
      const detail = 'This idempotency key was used for another request. Use a new key.';
      throw new Problem('idempotency_key_reused', detail);
    }
    if (earlier) await this.records.remove(tx, key);
    await this.records.claim(tx, record);
    return undefined;
  }

  private async askStanding(tx: Tx, access: Access | undefined): Promise<Standing | undefined> {
    if (!access) return undefined;
    const isOut = await this.phpAccounts.isOutAsKnown(tx);
    const standing = new Standing(access, this.passwords, this.clock, isOut);
    tx.willAsk(standing.question);
    return standing;
  }

  private noteReplay(isOwn: boolean): void {
    const to = isOwn ? 'our retry' : 'client';
    this.meter.tally('coach_idempotent_replays_total', { to }).add();
  }

  private async perform<T>(
    audited: AuditedWork,
    command: Command,
    work: (work: AuditedWork) => Promise<T>,
  ): Promise<T> {
    const result = await work(audited);
    if (!audited.hasReported) {
      throw new Error(`${command.action} ended without saying what it did; rolled back`);
    }
    const { action, actor, origin, status } = command;
    const done = { action, actor, status, at: audited.at, outcome: 'done' as const };
    const activities = [
      // Without the origin of this request: PHP made these changes.
      ...audited.reconciled.map((change) => ({ ...done, ...change })),
      ...audited.changes.map((change) => ({ ...done, ...(origin ? { origin } : {}), ...change })),
    ];
    if (activities.length > 0) this.activities.insert(audited.tx, activities);
    return result;
  }
}

function idempotencyKeyOf(command: Command, ownKey: string): IdempotencyKey {
  const { actor, action, idempotency } = command;
  const actorId = actor.id ?? 0;
  return {
    actorKey: `u${actorId}`,
    actorId,
    keyHash: sha256(idempotency ? `client:${idempotency.key}` : `own:${ownKey}`),
    fingerprint: sha256(`${action}\n${idempotency?.request ?? ''}`),
  };
}

/** Whether a kept answer is the one that was to be kept: ids and instants tell two apart. */
function isSameAnswer(kept: unknown, ours: unknown): boolean {
  return JSON.stringify(kept) === JSON.stringify(ours ?? null);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
