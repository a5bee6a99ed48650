import type { Actor } from '../common/actor.js';
import type { Tx } from '../database/tx.js';
import type { Action } from './actions.js';

/** What a work did, in the words of the activity log. `before` and `after` are kept as JSON. */
export interface Change {
  readonly memberId?: number | null;
  readonly coachId?: number | null;
  readonly packageId?: number | null;
  readonly usageId?: number | null;
  readonly before?: object | null;
  readonly after?: object | null;
  readonly reason?: string | null;
  /** Where the work found out who is acting, as sign-in does. */
  readonly actor?: Actor;
  /** Where one work does two things, such as creating a member with a first package. */
  readonly action?: Action;
  /** A word for what a reader of the log should look for. */
  readonly code?: string;
}

/**
 * One mutation under way: the open transaction, who does it and when. The work must say what it
 * did, or that it did nothing; otherwise it is rolled back as a defect.
 */
export class AuditedWork {
  readonly changes: Change[] = [];
  /** What other programs had done before, as far as this work came across it. */
  readonly noticed: Change[] = [];
  private foundNothingToDo = false;
  private isKeptWithoutActivity = false;

  /** The instant of the operation, to the second as the database keeps it, for all its rows. */
  readonly at: Date;

  constructor(
    readonly tx: Tx,
    readonly actor: Actor,
    at: Date,
  ) {
    this.at = new Date(Math.floor(at.getTime() / 1000) * 1000);
  }

  /** Says what was done; it becomes an activity row in the same transaction. */
  did(change: Change): void {
    this.changes.push(change);
  }

  /**
   * Says what another program had done: it becomes an activity row of its own, but it is not what
   * this work was asked to do, and does not decide how that is answered.
   */
  notices(change: Change & Required<Pick<Change, 'actor' | 'action'>>): void {
    this.noticed.push(change);
  }

  /** Says that it wrote what is nobody's deed and changes no books: it stays, without activity. */
  keepWithoutActivity(): void {
    this.isKeptWithoutActivity = true;
  }

  /** Whether anything was written that must stay. */
  get isWorthKeeping(): boolean {
    return this.changes.length > 0 || this.noticed.length > 0 || this.isKeptWithoutActivity;
  }

  /** Says that the request was right, but there was nothing to change. */
  didNothing(): void {
    this.foundNothingToDo = true;
  }

  get hasReported(): boolean {
    return this.foundNothingToDo || this.changes.length > 0;
  }
}
