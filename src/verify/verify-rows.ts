import type { DbInstant } from '../database/instants.js';
import type { PackageFacts } from '../packages/package-rules.js';

/** A package, as far as the laws are about it. */
export interface PackageRow {
  readonly id: number;
  readonly memberId: number;
  readonly coachId: number;
  /** Whether sessions are counted in this studio, as it is set up now. */
  readonly isCounted: boolean;
  readonly version: number;
  readonly remaining: number | null;
  readonly granted: number;
  /** What our books last left of it; null where they do not keep its count. */
  readonly booked: number | null;
  /** Its terms, and what else decides what it is. */
  readonly facts: PackageFacts;
}

/** A package with the sums of its history. */
export interface PackageBooks extends PackageRow {
  readonly adjustments: number;
  readonly activeUsages: number;
}

/** A row of a package's history. */
export interface HistoryRow {
  readonly id: number;
  readonly packageId: number;
  readonly memberId: number | null;
  readonly coachId: number | null;
  readonly usageDate: string | null;
  readonly kind: string;
  readonly adjustment: number | null;
  readonly balanceAfter: number | null;
  /** Counted as true in SQL, so 0 or 1. */
  readonly isUndone: number;
  /** Null also where the legacy system undid it. */
  readonly undoneBy: number | null;
  readonly undoneAt: DbInstant | null;
  readonly undoReason: string | null;
  readonly undoReasonCode: string | null;
  readonly createdAt: DbInstant | null;
  readonly createdBy: number | null;
  readonly reason: string | null;
  readonly reasonCode: string | null;
  readonly activeSlot: number | null;
  readonly usedAgain: number | null;
  /** Null where the member came. */
  readonly attendance: string | null;
  /** Who trained, where it was not the coach. */
  readonly deliveredBy: number | null;
  /** The usage that took the place of this one. */
  readonly replacedById: number | null;
}

/** An activity of a package that was done. */
export interface DoneActivity {
  readonly id: number;
  readonly action: string;
  readonly packageId: number;
  readonly usageId: number | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly code: string | null;
  readonly memberId: number | null;
  readonly coachId: number | null;
  readonly actorId: number | null;
  readonly actorRole: string | null;
  readonly reason: string | null;
  readonly reasonCode: string | null;
  readonly createdAt: DbInstant | null;
}

/** A day on which a member has more than one active usage with a coach. */
export interface CrowdedDay {
  readonly memberId: number;
  readonly coachId: number;
  readonly day: string;
  readonly usages: number | string;
  /** Those that are not another program's, still to be booked. */
  readonly booked: number | string;
  readonly firstUsageId: number;
  readonly lastUsageId: number;
}

/**
 * An activity that was done, but whose package or usage is not the other's, or whose row of the
 * history is gone without a booking that says so.
 */
export interface StrayActivity {
  readonly id: number;
  readonly action: string;
  readonly packageId: number | null;
  readonly usageId: number | null;
  readonly isGone: boolean;
}

/** A row with something in a column that cannot be what it says, and which checks say so. */
export interface OddRow {
  readonly id: number;
  /** Indexes of the checks. */
  readonly odd: readonly number[];
}

/**
 * A correction of a package of which a session was probably taken twice: either that entry itself,
 * or what was added to the package.
 */
export interface DoubleEntry {
  readonly usageId: number;
  readonly packageId: number;
  readonly memberId: number;
  readonly coachId: number;
  readonly amount: number;
  readonly day: string | null;
  readonly isDouble: boolean;
}

/** Subscriptions of a rate type that have a count, although the studio does not count them. */
export interface UncountedCounts {
  readonly rateType: string;
  readonly subscriptions: number | string;
  readonly sessions: number | string;
}

/** What an idempotency record is found by. */
export interface RecordKey {
  readonly actorKey: string;
  readonly keyHash: string;
}

/** What was answered under an idempotency key. */
export interface StoredAnswer extends RecordKey {
  readonly status: number | null;
  readonly answer: string | null;
}
