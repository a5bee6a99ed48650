import { fieldError, Problem, validationProblem } from '../common/problem.js';
import type { RateType } from '../config/config.js';

/** As many items as are offered at once: a list that people look through, and one answer. */
export const MAX_ITEMS = 200;
/** The longest name of an item, in characters. */
export const MAX_ITEM_NAME_LENGTH = 100;
/** The highest price, in the smallest unit of its currency. */
export const MAX_PRICE_MINOR = 99_999_999;
/** The most days that something sold is valid. */
export const MAX_VALID_DAYS = 3660;
/** The most sessions that one package may be sold with. */
export const MAX_SESSIONS_SOLD = 1000;

/** How something that can be sold is paid; only PHP sells others. */
export const SALE_TYPES = ['package', 'monthly', 'per_session'] as const satisfies RateType[];

/** From when on the days of something sold count: the sale, or the first session used. */
export const ACTIVATIONS = ['purchase', 'first_use'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** What an item of the price list says of what is sold by it. */
export interface Item {
  readonly id: number;
  readonly name: string;
  readonly rateType: RateType;
  readonly sessions: number | null;
  readonly validDays: number | null;
  readonly activation: Activation;
  readonly priceMinor: number;
  readonly currency: string;
  readonly coachId: number | null;
  readonly memberCanBuy: boolean;
  readonly position: number;
  readonly archivedAt: Date | null;
  readonly version: number;
}

/** What people decide of an item. */
export type Offer = Omit<Item, 'id' | 'position' | 'archivedAt' | 'version'>;

/**
 * The count that a subscription is sold with; null where none is kept. Where the studio counts a
 * rate type, no limit must be said: what was forgotten would be training without end. Throws
 * `validation_failed`.
 */
export function sessionsOf(
  rateType: RateType,
  sessions: number | null | undefined,
  countedRateTypes: readonly RateType[],
): number | null {
  if (!countedRateTypes.includes(rateType)) {
    if (sessions === undefined || sessions === null) return null;
    throw invalid('sessions', `sessions must be absent: a ${rateType} subscription counts none.`);
  }
  if (rateType === 'package' && (sessions === undefined || sessions === null)) {
    throw invalid('sessions', 'sessions must say how many sessions the package holds.');
  }
  if (sessions === undefined) {
    const what = `how many sessions the ${rateType} subscription holds, or be null for no limit`;
    throw invalid('sessions', `sessions must say ${what}.`);
  }
  return sessions;
}

/** Throws `validation_failed` where an item begins with its first use and never ends. */
export function requireEnd({
  activation,
  validDays,
}: Pick<Offer, 'activation' | 'validDays'>): void {
  if (activation === 'purchase' || validDays !== null) return;
  const what = 'for how many days the first use makes it valid';
  throw invalid('validDays', `validDays must say ${what}.`);
}

/** Throws `item_archived` or `item_of_other_coach` where an item is not sold with a coach. */
export function requireSoldWith(item: Item, coachId: number): void {
  if (item.archivedAt !== null) {
    const detail = `${item.name} is not offered any more. Choose another item of the price list.`;
    throw new Problem('item_archived', detail);
  }
  if (item.coachId === null || item.coachId === coachId) return;
  const detail = `${item.name} is sold with another coach alone. Name that coach, or choose again.`;
  throw new Problem('item_of_other_coach', detail);
}

/** Throws `catalogue_full` where nothing more can be offered beside so many items. */
export function requireRoom(offered: number): void {
  if (offered < MAX_ITEMS) return;
  const detail = `The price list has ${MAX_ITEMS} items, and no room for more. Archive one first.`;
  throw new Problem('catalogue_full', detail);
}

/** Throws `item_changed` where an item is not at the version that a change was decided on. */
export function requireVersion({ version }: Pick<Item, 'version'>, expected: number): void {
  if (version === expected) return;
  const detail = 'Somebody else has changed this item meanwhile. Look at it again, then decide.';
  throw new Problem('item_changed', detail, { version });
}

/** The order of a list with one of it put to a place, counted from 1; at its end without one. */
export function placed<One extends Pick<Item, 'id'>>(
  list: readonly One[],
  one: One,
  place = list.length + 1,
): One[] {
  const others = list.filter(({ id }) => id !== one.id);
  return others.toSpliced(place - 1, 0, one);
}

/** Those of a list whose place is not their position, with the one that they should have. */
export function misplaced<One extends Pick<Item, 'id' | 'position'>>(list: readonly One[]): One[] {
  return list.flatMap((one, n) => (one.position === n + 1 ? [] : [{ ...one, position: n + 1 }]));
}

/** What of an item a change makes another, as it was and as it becomes, if anything does. */
export function offerChange(
  was: Offer,
  is: Offer,
): { readonly before: Partial<Offer>; readonly after: Partial<Offer> } | undefined {
  const names = OFFERED.filter((name) => was[name] !== is[name]);
  if (names.length === 0) return undefined;
  const of = (offer: Offer) => Object.fromEntries(names.map((name) => [name, offer[name]]));
  return { before: of(was), after: of(is) };
}

/** What people decide of an item, with what is given in the place of what was. */
export function offerAfter(was: Offer, given: Partial<Offer>): Offer {
  return offerBy((name) => (given[name] === undefined ? was[name] : given[name]));
}

function offerBy(valueOf: (name: keyof Offer) => unknown): Offer {
  return Object.fromEntries(OFFERED.map((name) => [name, valueOf(name)])) as unknown as Offer;
}

const OFFERED = [
  ...(['name', 'rateType', 'sessions', 'validDays', 'activation', 'priceMinor'] as const),
  ...(['currency', 'coachId', 'memberCanBuy'] as const),
];

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
