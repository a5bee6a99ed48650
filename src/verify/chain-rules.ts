import { type Books, isRead, moveOf, type ReadStep, type Step, stepOf } from './activity-steps.js';
import type { Violation } from './findings.js';
import type { DoneActivity, PackageBooks } from './verify-rows.js';

/** Law 3: what was done to a package follows one from another, up to the package as it is. */
export function checkChain(one: PackageBooks, activities: readonly DoneActivity[]): Violation[] {
  const steps = ofThisRow(one, activities.map(stepOf)).map((step) => sinceBooked(one, step));
  const unread = steps.filter((step) => !isRead(step));
  if (unread.length > 0) {
    return unread.map(({ id }) =>
      broken(one, `the before or after of activity ${id} is unreadable`),
    );
  }
  const chain = fromOpening(
    steps.filter(isRead).toSorted((a, b) => a.is.version - b.is.version || a.id - b.id),
  );
  const [first, last] = [chain.at(0), chain.at(-1)];
  if (!first || !last) {
    return one.version === 0
      ? []
      : [broken(one, `it is at ${said(counts(one, one))} and has no activities`)];
  }
  const links = chain.slice(1).flatMap((step, index) => {
    return checkLink(one, chain[index] ?? first, step);
  });
  return [...checkStart(one, first), ...links, ...checkEnd(one, last)];
}

/** What makes a package of ours. */
const BEGINNINGS: readonly string[] = ['package.granted', 'package.transferred'];

function checkStart(one: PackageBooks, { id, action, was, is }: ReadStep): Violation[] {
  const isGrant = was === null && BEGINNINGS.includes(action);
  // A package that another program sold enters our books with its first change.
  const isAdopted = was?.version === 0;
  if (is.version === 1 && (isGrant || isAdopted)) return [];
  return [broken(one, `its first activity is ${id} (${action}), from ${said(was)} to ${said(is)}`)];
}

function checkLink(one: PackageBooks, previous: ReadStep, step: ReadStep): Violation[] {
  const { id, was, is } = step;
  const violations: Violation[] = [];
  if (!isSame(was, previous.is)) {
    const what = `activity ${id} goes on from ${said(was)}, activity ${previous.id} ended`;
    violations.push(broken(one, `${what} at ${said(previous.is)}`));
  }
  if (was && is.version !== was.version + 1) {
    violations.push(broken(one, `activity ${id} goes from ${said(was)} to ${said(is)}`));
  }
  if (step.usageId === null && moveOf(step) !== 0) {
    violations.push(broken(one, `activity ${id} moved the balance and names no usage`));
  }
  return violations;
}

/** A version that rose without activity is our defect; a moved balance is another program's. */
function checkEnd(one: PackageBooks, { id, is }: ReadStep): Violation[] {
  const now = said(counts(one, one));
  if (is.version !== one.version) {
    return [broken(one, `it is at ${now}, its last activity ${id} at ${said(is)}`)];
  }
  if (is.remaining === counts(one, one).remaining) return [];
  const what = `package ${one.id} is at ${now}, its last activity ${id} at ${said(is)}`;
  return [{ law: '6', what: `${what}; another program's change, not booked yet` }];
}

/** A package whose count is unknown has none left; where no count is booked, none matters. */
function counts({ booked }: PackageBooks, { version, remaining }: Books): Books {
  return { version, remaining: booked === null ? null : (remaining ?? 0) };
}

function sinceBooked(one: PackageBooks, step: Step): Step {
  const { was, is } = step;
  const isKnown = was?.remaining !== null && is?.remaining !== null;
  if (one.booked !== null && isKnown) return step;
  return { ...step, was: was && counts(one, was), is: is && counts(one, is) };
}

/** Up to its opening balance nothing of a package was counted: another program moved the count. */
function fromOpening(chain: readonly ReadStep[]): ReadStep[] {
  const opening = chain.findLastIndex(({ action }) => action === 'package.adopted');
  return chain.map((step, index) => {
    if (index > opening) return step;
    const was = step.was && { ...step.was, remaining: null };
    return index === opening
      ? { ...step, was }
      : { ...step, was, is: { ...step.is, remaining: null } };
  });
}

/**
 * A package that was gone is there again: from a backup, with the books that it had, or as another
 * one of the same id, which begins anew.
 */
function ofThisRow(one: PackageBooks, steps: readonly Step[]): readonly Step[] {
  const removal = steps.findLastIndex(({ action }) => action === 'package.removed');
  if (removal < 0) return steps;
  const since = steps.slice(removal + 1);
  const first = since.at(0);
  const isAnother = first ? first.is?.version === 1 : one.version === 0;
  return isAnother ? since : steps.filter(({ action }) => action !== 'package.removed');
}

function broken(one: PackageBooks, what: string): Violation {
  return { law: '3', what: `package ${one.id}: ${what}` };
}

function isSame(one: Books | null, other: Books): boolean {
  return one?.version === other.version && one.remaining === other.remaining;
}

function said(books: Books | null): string {
  if (!books) return 'nothing';
  return `version ${books.version} with ${books.remaining ?? 'no count'} left`;
}
