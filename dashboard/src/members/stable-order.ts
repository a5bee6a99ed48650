/** Where a member stands in the list: among those who need attention, or among the others. */
export interface ListPlace {
  readonly id: number;
  readonly isUrgent: boolean;
}

/**
 * The places of a list that is loaded again while it is used: listed members keep their places, so
 * that a tap meets the member that was shown. New ones are put after their predecessor, and missing
 * ones are removed. Without additions and removals the result is `previous` itself.
 */
export function keepOrder(
  previous: readonly ListPlace[],
  now: readonly ListPlace[],
): readonly ListPlace[] {
  const present = new Set(now.map(({ id }) => id));
  const places = previous.filter(({ id }) => present.has(id));
  const placed = new Set(places.map(({ id }) => id));
  now.forEach((one, index) => {
    if (placed.has(one.id)) return;
    const before = now[index - 1];
    const at = before ? places.findIndex(({ id }) => id === before.id) + 1 : 0;
    places.splice(at, 0, one);
    placed.add(one.id);
  });
  const isSame = places.length === previous.length && places.every((one, n) => one === previous[n]);
  return isSame ? previous : places;
}
