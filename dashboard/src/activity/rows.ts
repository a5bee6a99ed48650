import type { ActivityDto, ReasonDto } from '../api/generated/types.gen.js';

/** One field of what was changed. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Whether a row is a successful sign-in or the like, which is shown on request only. */
export function isSignIn({ action, outcome }: Pick<ActivityDto, 'action' | 'outcome'>): boolean {
  return outcome === 'done' && action.startsWith('auth.');
}

/** The fields that were there before or after, with both values. */
export function fieldChanges({
  before,
  after,
}: Pick<ActivityDto, 'before' | 'after'>): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].map((field) => ({
    field,
    before: before?.[field] ?? null,
    after: after?.[field] ?? null,
  }));
}

/** Whether values are left out that this person may not know; older processes leave none out. */
export function isPartlyHidden({ hidden = [] }: Partial<Pick<ActivityDto, 'hidden'>>): boolean {
  return hidden.length > 0;
}

/** For how many further attempts a row stands; older processes say none, which is 0. */
export function repetitionsOf({
  repetitions = null,
}: Partial<Pick<ActivityDto, 'repetitions'>>): number {
  return repetitions ?? 0;
}

/** What a row says that stands for many refusals of an hour: at least so many, from then on. */
export interface AddedUp {
  readonly count: number;
  readonly since: string;
  readonly isFromMany: boolean;
}

/** Null for all rows but those of refusals that added up. */
export function addedUpOf({ after }: Pick<ActivityDto, 'after'>): AddedUp | null {
  const { refusals: count, since, manyNetworks } = after ?? {};
  if (typeof count !== 'number' || typeof since !== 'string') return null;
  return { count, since, isFromMany: manyNetworks === true };
}

/** The reasons of the studio in a cell of a table, in the caller's language. */
export function reasonsText(
  value: unknown,
  inLanguage: (texts: Readonly<Record<'en' | 'de', string>>) => string,
  archived: (text: string) => string,
): string {
  if (!Array.isArray(value)) return '–';
  return (value as ReasonDto[])
    .map(({ en, de, isArchived }) => {
      const text = inLanguage({ en, de });
      return isArchived ? archived(text) : text;
    })
    .join(' · ');
}

const AMOUNTS = new Set([
  'priceMinor',
  'listPriceMinor',
  'amountMinor',
  'paidMinor',
  'openMinor',
  'refundedMinor',
]);

/** An amount as the caller writes money; null for all else, and without a currency beside it. */
export function amountText(
  field: string,
  value: unknown,
  currency: unknown,
  money: (minor: number, currency: string) => string,
): string | null {
  if (!AMOUNTS.has(field) || typeof value !== 'number') return null;
  return typeof currency === 'string' ? money(value, currency) : null;
}

/** How the caller writes instants, and words of the API. */
interface Wording {
  readonly instant: (instant: string) => string;
  readonly word: (word: string) => string;
}

/** A value of the log in a cell of a table, in the caller's wording. */
export function cellText(value: unknown, wording: Wording): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') {
    return INSTANT.test(value) ? wording.instant(value) : wording.word(value);
  }
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, one]) => `${wording.word(name)}: ${cellText(one, wording)}`)
    .join(', ');
}
