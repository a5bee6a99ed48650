import type { Actor } from '../common/actor.js';
import type { Tx } from '../database/tx.js';
import type { Action } from './actions.js';
import type { Standing } from './standing-sql.js';

/** What a work did, in the words of the activity log. `before` and `after` are kept as JSON. */
export interface Change {
  readonly memberId?: number | null;
  readonly coachId?: number | null;
  readonly packageId?: number | null;
  readonly usageId?: number | null;
  readonly before?: object | null;
  readonly after?: object | null;
  readonly reason?: string | null;
  /** The code of one of the studio's reasons, beside or instead of own words. */
  readonly reasonCode?: string | null;
  /** Where the work found out who is acting, as sign-in does. */
  readonly actor?: Actor;
  /** Where one work does two things, such as creating a member with a first package. */
  readonly action?: Action;
  /** A code that readers of the log can look for. */
  readonly code?: string;
}

/**
 * One mutation under way: the open transaction, who does it and when. The work must say what it
 * did, or that it did nothing; otherwise it is rolled back as a defect.
 */
export class AuditedWork {
  readonly changes: Change[] = [];
  /** Changes by PHP that this work has reconciled. */
  readonly reconciled: Change[] = [];
  private foundNothingToDo = false;
  private mustCommit = false;

  /** The instant of the operation, to the second as the database keeps it, for all its rows. */
  readonly at: Date;

  constructor(
    readonly tx: Tx,
    readonly actor: Actor,
    at: Date,
    private readonly standing?: Standing,
  ) {
    this.at = new Date(Math.floor(at.getTime() / 1000) * 1000);
  }

  /** This work, for a part of it that is an action of its own: what that does is logged by it. */
  partAs(action: Action): AuditedWork {
    return new PartOfWork(this, action);
  }

  /** Says what was done; it becomes an activity row in the same transaction. */
  did(change: Change): void {
    this.changes.push(change);
  }

  /**
   * Reports a change that PHP had made before: it becomes an activity row of its own, but it is not
   * what this work was asked to do, and has no influence on the answer.
   */
  didReconcile(change: Change & Required<Pick<Change, 'actor' | 'action'>>): void {
    this.reconciled.push(change);
  }

  /**
   * Goes on only where whoever is acting has given the password within the last ten minutes. Throws
   * `password_needed`, at once or with the first lock or write; or `forbidden` for a device. Works
   * that nobody was let in for, such as those of commands, are not asked.
   */
  askPassword(): void {
    this.standing?.askPassword();
  }

  /** Has the transaction committed even if nothing is reported, for writes without activity row. */
  commitAnyway(): void {
    this.mustCommit = true;
  }

  /** Whether anything was written that must be committed. */
  get hasWritten(): boolean {
    return this.changes.length > 0 || this.reconciled.length > 0 || this.mustCommit;
  }

  /** Says that the request was right, but there was nothing to change. */
  didNothing(): void {
    this.foundNothingToDo = true;
  }

  get hasReported(): boolean {
    return this.foundNothingToDo || this.changes.length > 0;
  }
}

/** What it says is said by the whole. */
class PartOfWork extends AuditedWork {
  constructor(
    private readonly whole: AuditedWork,
    private readonly action: Action,
  ) {
    super(whole.tx, whole.actor, whole.at);
  }

  override did(change: Change): void {
    this.whole.did({ action: this.action, ...change });
  }

  override didReconcile(change: Parameters<AuditedWork['didReconcile']>[0]): void {
    this.whole.didReconcile(change);
  }

  override askPassword(): void {
    this.whole.askPassword();
  }

  override commitAnyway(): void {
    this.whole.commitAnyway();
  }

  override didNothing(): void {
    this.whole.didNothing();
  }
}
