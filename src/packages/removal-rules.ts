/** The code of an activity that follows usages which PHP took out of the books. */
export const USAGES_REMOVED = 'usages_removed';

/** The code of one that follows entries which are gone, and had added sessions. */
export const ENTRIES_REMOVED = 'entries_removed';

/**
 * Why rows are gone, as far as anybody can know: the product removes none, so that it was PHP, a
 * person at the database, or a defect. A run that books it says so by name, the first night.
 */
const WHY_REMOVED = {
  usages: 'A usage was removed in the legacy system; its session was given back',
  entries: 'An entry of the history is gone, which had added sessions; the product removes none',
  nothing: 'A row of the history is gone that counted nothing; the product removes none',
} as const;

/** The entry that follows a removal, by the sessions that came back (or went) with the rows. */
export function removalOf(by: number): { code: string; reason: string } {
  if (by < 0) return { code: ENTRIES_REMOVED, reason: WHY_REMOVED.entries };
  return { code: USAGES_REMOVED, reason: by > 0 ? WHY_REMOVED.usages : WHY_REMOVED.nothing };
}

/** A package that is not there any more, with what is still known of it. */
export interface GonePackage {
  readonly id: number;
  readonly memberId: number | null;
  readonly coachId: number | null;
  /** The last activity about it; 0 where only rows of its history are left. */
  readonly lastActivityId: number;
  /** The books as that activity left them, as JSON. */
  readonly books: string | null;
  readonly isMemberThere: boolean;
}

/** Why a package is gone, in the words of the log. */
export function whyGone({ isMemberThere }: Pick<GonePackage, 'isMemberThere'>): string {
  const what = isMemberThere ? 'The package is gone' : 'The package is gone, and its member too';
  return `${what}; the product removes none`;
}

/** What a run says of a package that it booked as gone. */
export function goneText(one: GonePackage): string {
  const who = `member ${one.memberId ?? 'unknown'} with coach ${one.coachId ?? 'unknown'}`;
  const too = one.isMemberThere ? '' : '; so is its member';
  return `package ${one.id} (${who}, ${leftOf(one)} left)${too}`;
}

/** The last books of a package that is gone; null where they are unknown. */
export function lastBooksOf({ books }: Pick<GonePackage, 'books'>): object | null {
  if (books === null) return null;
  try {
    const read = JSON.parse(books) as unknown;
    return typeof read === 'object' ? read : null;
  } catch {
    return null;
  }
}

function leftOf(one: GonePackage): string {
  const books = lastBooksOf(one) as { remaining?: unknown } | null;
  return typeof books?.remaining === 'number' ? String(books.remaining) : 'an unknown number';
}
