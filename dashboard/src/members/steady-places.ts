/** Where a member stands in the list: among those who need attention, or among the others. */
export interface Place {
  readonly id: number;
  readonly isUrgent: boolean;
}

/**
 * The places of a list that is read again while a finger is on it: who is there stays there, so
 * that the next tap meets the member that was seen. New ones come after whom they follow now, and
 * who is gone leaves. Where nobody came or left, the known places themselves are returned.
 */
export function steadyPlaces(known: readonly Place[], now: readonly Place[]): readonly Place[] {
  const present = new Set(now.map(({ id }) => id));
  const places = known.filter(({ id }) => present.has(id));
  const placed = new Set(places.map(({ id }) => id));
  now.forEach((one, index) => {
    if (placed.has(one.id)) return;
    const before = now[index - 1];
    const at = before ? places.findIndex(({ id }) => id === before.id) + 1 : 0;
    places.splice(at, 0, one);
    placed.add(one.id);
  });
  const isSame = places.length === known.length && places.every((one, n) => one === known[n]);
  return isSame ? known : places;
}
