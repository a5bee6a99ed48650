import { textLength } from '../common/text-length.js';
import { REASON_CODE } from '../common/why.js';

/** The longest text of a reason, in characters of one line. */
export const MAX_REASON_TEXT_LENGTH = 60;
/** The most reasons that a studio has, those included that it offers no more. */
export const MAX_REASONS = 30;

/** Why somebody changed something, as the studio words it in each language that people read. */
export interface Reason {
  /** What is kept of it; it never changes. */
  readonly code: string;
  readonly en: string;
  readonly de: string;
  /** Offered no more; what was given earlier keeps its text. */
  readonly isArchived: boolean;
}

/**
 * What a studio offers that sets none. Rows name these codes, so a later release may add some and
 * archive some, and takes none away.
 */
export const INITIAL_REASONS: readonly Reason[] = [
  reason('mistake', 'Entered by mistake', 'Versehen'),
  reason('not_trained', 'Did not train', 'Nicht trainiert'),
  reason('cancelled_by_us', 'Cancelled by us', 'Von uns abgesagt'),
  reason('cancelled_late', 'Cancelled too late', 'Zu spät abgesagt'),
  reason('illness', 'Ill or injured', 'Krank oder verletzt'),
  reason('holidays', 'Holidays', 'Urlaub'),
  reason('technical', 'Phone or app failed', 'Handy oder App ging nicht'),
  reason('goodwill', 'Goodwill', 'Kulanz'),
  reason('agreed', 'As agreed', 'So vereinbart'),
  reason('not_paid', 'Not paid', 'Nicht bezahlt'),
];

/** Whether a value that stands in the database can be the reasons of a studio. */
export function areReasons(value: unknown): boolean {
  return Array.isArray(value) && value.every(isReason) && faultOf(value) === undefined;
}

/** What is wrong with a list of reasons, each of which is right by itself; in words for clients. */
export function faultOf(reasons: readonly Reason[]): string | undefined {
  const codes = new Set(reasons.map(({ code }) => code));
  if (codes.size < reasons.length) return 'must not have a code twice.';
  if (reasons.length <= MAX_REASONS) return undefined;
  return `must be ${MAX_REASONS} at most, archived ones included.`;
}

/** The codes of reasons that are missing in a later list: what was given would have no text. */
export function missingIn(later: readonly Reason[], earlier: readonly Reason[]): string[] {
  const codes = new Set(later.map(({ code }) => code));
  return earlier.map(({ code }) => code).filter((code) => !codes.has(code));
}

function isReason(value: unknown): value is Reason {
  if (typeof value !== 'object' || value === null) return false;
  const { code, en, de, isArchived } = value as Readonly<Record<string, unknown>>;
  if (typeof code !== 'string' || !REASON_CODE.test(code)) return false;
  return isText(en) && isText(de) && typeof isArchived === 'boolean';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && textLength(value) <= MAX_REASON_TEXT_LENGTH;
}

function reason(code: string, en: string, de: string): Reason {
  return { code, en, de, isArchived: false };
}
