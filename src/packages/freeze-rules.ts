import { DAY_MS } from '../common/durations.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';

/** Whole studio days on which nothing is used of a package; `to` is one of them. */
export interface Span {
  readonly from: StudioDay;
  /** Null until further notice. */
  readonly to: StudioDay | null;
}

/** The span of a freeze. */
export interface FreezeSpan extends Span {
  readonly id: number;
}

/** The spans of a package, in the order of their days, by the days of a time zone. */
export interface Frozen {
  readonly zone: string;
  readonly spans: readonly FreezeSpan[];
}

const LAST = '9999-12-31';

/**
 * What the column of a package says: `7:2026-12-01/2026-12-14;9:2027-01-05/`, so that nobody has to
 * ask the freezes themselves. A text that is none freezes nothing.
 */
export function frozenOf(text: string | null, zone: string): Frozen | null {
  if (text === null) return null;
  const found = [...text.matchAll(/(\d+):(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)?/g)];
  const spans = found.map(([, id, from = '', to = null]) => ({ id: Number(id), from, to }));
  return spans.length === 0 ? null : { zone, spans };
}

/** The same as a text; null for none. */
export function frozenText(spans: readonly FreezeSpan[]): string | null {
  if (spans.length === 0) return null;
  return spans.map(({ id, from, to }) => `${id}:${from}/${to ?? ''}`).join(';');
}

/** How many days a span has; none where it was taken back, or nobody knows them yet. */
export function daysIn({ from, to }: Span): number {
  if (to === null) return 0;
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1);
}

/** How many days a span has taken up; so far, where it has no end. */
export function daysTaken(span: Span, today: StudioDay): number {
  return daysIn({ from: span.from, to: span.to ?? today });
}

export function overlaps(one: Span, other: Span): boolean {
  return one.from <= (other.to ?? LAST) && other.from <= (one.to ?? LAST);
}

/** The freeze that a package is under at an instant. */
export function freezeAt(frozen: Frozen | null, at: Date): FreezeSpan | undefined {
  if (frozen === null) return undefined;
  const from = studioDayOf(at, frozen.zone);
  return frozen.spans.find((span) => overlaps(span, { from, to: from }));
}

/** The freeze that a package is under, else the next one. */
export function freezeFrom(frozen: Frozen | null, at: Date): FreezeSpan | undefined {
  if (frozen === null) return undefined;
  const from = studioDayOf(at, frozen.zone);
  return frozen.spans.find((span) => overlaps(span, { from, to: null }));
}
