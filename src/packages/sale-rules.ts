import type { Item } from '../catalogue/catalogue-rules.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { addDays, startOfStudioDay, type StudioDay } from '../common/studio-day.js';
import type { Why } from '../common/why.js';
import type { CoachSales } from '../settings/setting-rules.js';
import { openOf } from './payment-rules.js';
import type { Approval, LegacyStatus, Package } from './package.entity.js';
import { legacyStatusOf, stateOf } from './package-rules.js';

/** What both sides have said of a package. */
export interface Approvals {
  readonly coach: Approval;
  readonly staff: Approval;
}

/** The approvals of what the front desk sells: both sides, unless it says otherwise. */
export function approvalsByDesk({ coach, staff }: Partial<Approvals> = {}): Approvals {
  return { coach: coach ?? 'approved', staff: staff ?? 'approved' };
}

/**
 * The approvals of what a coach sells, as the studio has set it. Throws `coach_sales_off`, and
 * `forbidden` where the coach says what only the desk may.
 */
export function approvalsByCoach(
  coachSales: CoachSales,
  wanted: Partial<Approvals> | undefined,
): Approvals {
  if (coachSales === 'off') {
    const detail = 'Coaches sell no packages in this studio. Ask the front desk to sell it.';
    throw new Problem('coach_sales_off', detail);
  }
  if (wanted !== undefined) {
    throw new Problem('forbidden', 'A coach sells a package, and leaves approvals to the desk.');
  }
  return { coach: 'approved', staff: coachSales === 'sell' ? 'approved' : 'pending' };
}

/** Why nothing is sold with a coach whom the studio has switched off. */
export function switchedOff(coachId: number): Problem {
  return new Problem('person_not_active', `Coach ${coachId} is switched off.`);
}

/** Throws `coach_not_found` or `person_not_active` where nobody coaches by this id. */
export function requireCoaching(id: number, coach: { readonly isOff: boolean } | undefined): void {
  if (!coach) throw new Problem('coach_not_found', `There is no coach ${id}.`);
  if (coach.isOff) throw switchedOff(id);
}

/** What of a sale the price list says, and a package keeps as it was then; what is paid of it. */
export type Snapshot = Pick<
  Package,
  | 'name'
  | 'catalogueItemId'
  | 'priceMinor'
  | 'currency'
  | 'complimentary'
  | 'activation'
  | 'validDays'
  | 'paidMinor'
  | 'openMinor'
  | 'refundedMinor'
  | 'refundedSessions'
  | 'refunded'
  | 'sourcePackageId'
  | 'transferredSessions'
  | 'transferred'
>;

const AS_SOLD = {
  ...{ refundedMinor: null, refundedSessions: null, refunded: null },
  ...{ sourcePackageId: null, transferredSessions: null, transferred: null },
};

/** That of a sale without the price list, of which nobody knows the price. */
export const WITHOUT_ITEM: Snapshot = {
  ...{ name: null, catalogueItemId: null, priceMinor: null, currency: null },
  ...{ complimentary: null, activation: null, validDays: null, paidMinor: null, openMinor: null },
  ...AS_SOLD,
};

/** What a sale sends beside the item that it is by. */
export interface SaleInput {
  readonly catalogueItemId?: number;
  readonly priceMinor?: number;
  readonly complimentary?: boolean;
  readonly sessions?: number | null;
  readonly rateType?: string;
  readonly expiresAt?: string | null;
  readonly startsOn?: StudioDay;
}

const SAID_BY_ITEM = ['sessions', 'rateType', 'expiresAt'] as const;
const OF_ITEM = ['priceMinor', 'complimentary', 'startsOn'] as const;

/** Throws `validation_failed` where a sale says what its item says, or of an item without one. */
export function requireOneWay(input: SaleInput): void {
  const isByItem = input.catalogueItemId !== undefined;
  const names = isByItem ? SAID_BY_ITEM : OF_ITEM;
  const why = isByItem ? ': the item says it.' : ' without catalogueItemId.';
  const errors = names
    .filter((name) => input[name] !== undefined)
    .map((name) => fieldError('body', name, `${name} must be absent${why}`));
  if (errors.length > 0) throw validationProblem(errors);
}

/**
 * What a package keeps of its item, and of the price that was asked. Throws `validation_failed`
 * where another price than the list's, or none, has no reason.
 */
export function snapshotOf(item: Item, input: SaleInput, why: Why): Snapshot {
  const { complimentary = false, priceMinor = complimentary ? 0 : item.priceMinor } = input;
  if (complimentary && priceMinor !== 0) {
    const message = 'priceMinor must be absent or 0: what is complimentary costs nothing.';
    throw validationProblem([fieldError('body', 'priceMinor', message)]);
  }
  const isAsListed = !complimentary && priceMinor === item.priceMinor;
  if (!isAsListed && why.reason === null && why.reasonCode === null) {
    const message = 'reason or reasonCode must say why it is not sold for the price of the list.';
    throw validationProblem([fieldError('body', 'reason', message)]);
  }
  const { name, id: catalogueItemId, currency, activation, validDays } = item;
  const price = { priceMinor, currency, complimentary: Number(complimentary) };
  const money = { paidMinor: 0, openMinor: openOf({ priceMinor, paidMinor: 0 }) };
  return { name, catalogueItemId, ...price, activation, validDays, ...money, ...AS_SOLD };
}

/** What the log tells of a sale by an item. */
export function toldOf(sold: Snapshot, item: Item): object {
  const { name, catalogueItemId, priceMinor, currency, activation, validDays } = sold;
  const listPriceMinor = item.priceMinor;
  const complimentary = sold.complimentary === 1;
  const price = { priceMinor, listPriceMinor, currency, complimentary };
  return { name, catalogueItemId, ...price, activation, validDays };
}

/** The last second of the last of so many studio days; null for no end. */
export function endAfter(first: StudioDay, days: number | null, zone: string): Date | null {
  if (days === null) return null;
  return new Date(startOfStudioDay(addDays(first, days), zone).getTime() - 1000);
}

/**
 * The legacy status by the terms alone, where people have just agreed on them: whatever ended the
 * subscription before does not count any more, but that it was disconnected.
 */
export function agreedStatus(one: Omit<Package, 'id'>, at: Date): LegacyStatus {
  if (one.status === 'disconnected' || stateOf(one, at) === 'pending') return one.status;
  return legacyStatusOf({ ...one, status: 'active' }, at);
}
