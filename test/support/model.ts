import { DAY_MS, HOUR_MS } from '../../src/common/durations.js';

/*
 * The product in a nutshell: one member, one coach, some packages, one caller after the other, the
 * studio in Berlin in spring 2026. Written from the product's description and not from its code.
 */

/** Clocks go forward in this night. */
const SUMMER_TIME = Date.UTC(2026, 2, 29, 1);

export interface ModelPackage {
  readonly id: number;
  readonly counted: boolean;
  readonly expiresAt: number | null;
  remaining: number;
}

export interface ModelUsage {
  readonly id: number;
  readonly kind: 'automatic' | 'manual' | 'adjustment' | 'grant';
  readonly from: ModelPackage;
  readonly day: string | null;
  undone: boolean;
  slot?: number;
  /** An undone one that counts again, by a row of its own. */
  isReplaced?: boolean;
}

/** What the API should answer. */
export interface Prediction {
  readonly status: number;
  /** The problem's code, or the reason why nothing was taken. */
  readonly code?: string;
  readonly from?: ModelPackage;
  /** The balance that the refusal names. */
  readonly balance?: number;
  /** What stands in the history if the answer is the predicted one. */
  readonly adds?: Omit<ModelUsage, 'id'>;
}

const refuse = (status: number, code: string): Prediction => ({ status, code });

/** When a day of the studio begins. */
function startOf(day: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return midnight - (midnight - HOUR_MS < SUMMER_TIME ? HOUR_MS : 2 * HOUR_MS);
}

/** The member's packages in the order in which they were granted, and what happened to them. */
export class Model {
  readonly usages: ModelUsage[] = [];

  constructor(
    public now: number,
    readonly packages: readonly ModelPackage[],
  ) {}

  static dayOf(instant: number): string {
    const offset = instant < SUMMER_TIME ? HOUR_MS : 2 * HOUR_MS;
    return new Date(instant + offset).toISOString().slice(0, 10);
  }

  daysAgo(days: number): string {
    const today = Date.parse(`${Model.dayOf(this.now)}T00:00:00Z`);
    return new Date(today - days * DAY_MS).toISOString().slice(0, 10);
  }

  startWorkout(hoursAgo: number): Prediction {
    const startedAt = this.now - hoursAgo * HOUR_MS;
    if (hoursAgo > 24) return refuse(400, 'validation_failed');
    const day = Model.dayOf(startedAt);
    const onDay = this.usages.filter((usage) => usage.day === day);
    const used = onDay.find((usage) => !usage.undone);
    if (used) return { status: 200, code: 'already_used_today', from: used.from };
    const undone = onDay.find((usage) => usage.kind === 'automatic');
    if (undone) return { status: 200, code: 'undone_today', from: undone.from };
    const from = this.next(this.packages, startedAt);
    if (from) return this.take(from, 'automatic', day);
    const free = this.packages.find((one) => !one.counted && this.isInTime(one, startedAt));
    if (free) return { status: 200, code: 'not_counted' };
    return refuse(409, this.whyNone(this.packages, startedAt));
  }

  addUsage(daysAgo: number, named: ModelPackage | undefined, again: boolean): Prediction {
    const day = this.daysAgo(daysAgo);
    if (daysAgo < 0 || daysAgo > 90) return refuse(400, 'validation_failed');
    const at = daysAgo === 0 ? this.now : startOf(day);
    const onDay = this.usages.filter((usage) => usage.day === day && !usage.undone);
    if (onDay.length > 0 && !again) {
      return refuse(409, 'already_used_on_date');
    }
    const considered = named ? [named] : this.packages;
    const from = this.next(considered, at);
    const slots = [2, 3, 4, 5, 6, 7, 8, 9];
    const open = slots.find((slot) => !onDay.some((usage) => usage.slot === slot));
    if (from && onDay.length > 0) {
      return open === undefined ? refuse(409, 'day_full') : this.take(from, 'manual', day, open);
    }
    if (from) return this.take(from, 'manual', day);
    const free = considered.some((one) => !one.counted && this.isInTime(one, at));
    return refuse(409, free ? 'not_counted' : this.whyNone(considered, at));
  }

  undo(usage: ModelUsage | undefined): Prediction {
    if (!usage) return refuse(404, 'usage_not_found');
    if (usage.day === null) return refuse(409, 'not_undoable');
    if (usage.undone) return refuse(409, 'already_undone');
    usage.undone = true;
    usage.from.remaining += 1;
    return { status: 200, from: usage.from };
  }

  redo(usage: ModelUsage | undefined): Prediction {
    if (!usage?.day) return refuse(404, 'usage_not_found');
    if (!usage.undone) return refuse(409, 'not_undone');
    if (usage.isReplaced) return refuse(409, 'already_redone');
    const { day, from } = usage;
    const taken = this.usages
      .filter((one) => one.day === day && !one.undone)
      .map(({ slot = 1 }) => slot);
    const isFurther = (usage.slot ?? 1) > 1 && taken.length > 0;
    const slots = isFurther ? [2, 3, 4, 5, 6, 7, 8, 9] : [1];
    const slot = slots.find((one) => !taken.includes(one));
    if (slot === undefined) return refuse(409, isFurther ? 'day_full' : 'already_used_on_date');
    const at = day === Model.dayOf(this.now) ? this.now : startOf(day);
    if (this.next([from], at) === undefined) return refuse(409, this.whyNone([from], at));
    usage.isReplaced = true;
    return { ...this.take(from, 'manual', day, slot), status: 200 };
  }

  adjust(by: number, named: ModelPackage | undefined, expected: number | undefined): Prediction {
    if (named && !named.counted) return refuse(409, 'not_counted');
    const one = named ?? this.next(this.packages, this.now) ?? this.newestDrained();
    if (!one) return refuse(409, 'no_active_package');
    const balance = one.remaining;
    if (expected !== undefined && expected !== balance) {
      return { ...refuse(409, 'balance_changed'), balance };
    }
    if (balance + by < 0) return { ...refuse(409, 'balance_below_zero'), balance };
    one.remaining += by;
    const adds = { kind: 'adjustment', from: one, day: null, undone: false } as const;
    return { status: 200, from: one, adds };
  }

  /** Of those that can be used at the instant, the one that expires soonest, then the oldest. */
  private next(packages: readonly ModelPackage[], at: number): ModelPackage | undefined {
    const expiry = ({ expiresAt }: ModelPackage) => expiresAt ?? Number.MAX_SAFE_INTEGER;
    return packages
      .filter((one) => one.counted && one.remaining > 0 && this.isInTime(one, at))
      .toSorted((a, b) => expiry(a) - expiry(b))[0];
  }

  private newestDrained(): ModelPackage | undefined {
    return this.packages.findLast(
      (one) => one.counted && one.remaining === 0 && this.isInTime(one, this.now),
    );
  }

  private whyNone(packages: readonly ModelPackage[], at: number): string {
    const newest = packages.findLast((one) => !this.isInTime(one, at) || one.counted);
    if (!newest) return 'no_active_package';
    return this.isInTime(newest, at) ? 'package_exhausted' : 'package_expired';
  }

  private isInTime({ expiresAt }: ModelPackage, at: number): boolean {
    return expiresAt === null || expiresAt > at;
  }

  private take(
    from: ModelPackage,
    kind: 'automatic' | 'manual',
    day: string,
    slot = 1,
  ): Prediction {
    from.remaining -= 1;
    return { status: 201, from, adds: { kind, from, day, undone: false, slot } };
  }
}
