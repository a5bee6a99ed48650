import { useDocumentVisibility } from '@mantine/hooks';
import { useState } from 'react';
import type { MemberDto } from '../api/generated/types.gen.js';
import { type Place, steadyPlaces } from './steady-places.js';

/** Members as they are now, where they were when somebody began to look. */
export interface Steady {
  readonly urgent: readonly MemberDto[];
  readonly others: readonly MemberDto[];
}

/** The places that were shown last, and in which round of looking at the list. */
interface Seen {
  readonly round: string;
  readonly places: readonly Place[];
}

/**
 * Keeps every member at the place where the person saw them, for as long as the same list is
 * looked at. What asks for another list, and coming back to the app, puts all in order again.
 */
export function useSteady(members: readonly MemberDto[], list: string): Steady {
  const visibility = useDocumentVisibility();
  const round = `${list} ${visibility}`;
  const [seen, setSeen] = useState<Seen>({ round, places: [] });
  const known = seen.round === round ? seen.places : [];
  const now = members.map(({ id, attention }) => ({ id, isUrgent: attention.length > 0 }));
  const places = steadyPlaces(known, now);
  // Ends after one more rendering: places that are already known come back as they are.
  if (seen.round !== round || seen.places !== places) setSeen({ round, places });
  const byId = new Map(members.map((one) => [one.id, one]));
  const those = (isUrgent: boolean) =>
    places.filter((one) => one.isUrgent === isUrgent).flatMap(({ id }) => byId.get(id) ?? []);
  return { urgent: those(true), others: those(false) };
}
