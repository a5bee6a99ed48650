import {
  foundOtherTerms,
  latestTerms,
  type LoggedTerms,
  tellsTerms,
  termsThatDiffer,
  type ToDb,
} from '../packages/terms-rules.js';
import { stepOf } from './activity-steps.js';
import type { Violation } from './findings.js';
import type { DoneActivity, PackageRow } from './verify-rows.js';

/** Law 6: the terms of a package are as the log tells them, or another program has changed them. */
export function checkTerms(
  one: PackageRow,
  activities: readonly DoneActivity[],
  now: { readonly at: Date; readonly toDb: ToDb },
): Violation[] {
  const last = newest(activities);
  const telling = activities.filter((activity) => activity === last || tellsTerms(activity));
  const said = latestTerms(telling);
  const columns = said ? termsThatDiffer(said, one.facts, now) : [];
  if (columns.length === 0) return [];
  const what = `package ${one.id} has another ${columns.join(', ')} than the log tells`;
  return [{ law: '6', what: `${what}; another program's change, not booked yet` }];
}

/** Links: what was done to a package is about its member and its coach. */
export function checkOwners(one: PackageRow, activities: readonly DoneActivity[]): Violation[] {
  const removal = activities.findLastIndex(({ action }) => action === 'package.removed');
  const isOthers = ({ usageId, memberId, coachId }: DoneActivity) =>
    usageId === null && (memberId !== one.memberId || coachId !== one.coachId);
  return activities
    .slice(removal + 1)
    .filter(isOthers)
    .map(({ id, action, memberId, coachId }) => {
      const named = `names member ${memberId} and coach ${coachId}`;
      const what = `activity ${id} (${action}) of package ${one.id} ${named}`;
      return { law: 'links', what: `${what}, not ${one.memberId} and ${one.coachId}` };
    });
}

/** The activities whose change found terms that nobody had told the log of. */
export function termsTakenOver(activities: readonly DoneActivity[], toDb: ToDb): number[] {
  const found: number[] = [];
  let said: LoggedTerms | undefined;
  for (const activity of activities.filter(tellsTerms)) {
    if (said && foundOtherTerms(said, activity, toDb)) found.push(activity.id);
    said = activity.action === 'package.removed' ? undefined : (latestTerms([activity]) ?? said);
  }
  return found;
}

function newest(activities: readonly DoneActivity[]): DoneActivity | undefined {
  let [last, version]: [DoneActivity | undefined, number] = [undefined, 0];
  for (const activity of activities) {
    const at = stepOf(activity).is?.version ?? 0;
    if (at >= version) [last, version] = [activity, at];
  }
  return last;
}
