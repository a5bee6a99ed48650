import { useDocumentVisibility } from '@mantine/hooks';
import { useRef } from 'react';
import type { MemberDto } from '../api/generated/types.gen.js';
import { type Place, steadyPlaces } from './steady-places.js';

/** Members as they are now, where they were when somebody began to look. */
export interface Steady {
  readonly urgent: readonly MemberDto[];
  readonly others: readonly MemberDto[];
}

/**
 * Keeps every member at the place where the person saw them, for as long as the same list is
 * looked at. What asks for another list, and coming back to the app, puts all in order again.
 */
export function useSteady(members: readonly MemberDto[], list: string): Steady {
  const visibility = useDocumentVisibility();
  const round = `${list} ${visibility}`;
  const seen = useRef<{ round: string; places: readonly Place[] }>({ round, places: [] });
  const known = seen.current.round === round ? seen.current.places : [];
  const now = members.map(({ id, attention }) => ({ id, isUrgent: attention.length > 0 }));
  const places = steadyPlaces(known, now);
  seen.current = { round, places };
  const byId = new Map(members.map((one) => [one.id, one]));
  const those = (isUrgent: boolean) =>
    places.filter((one) => one.isUrgent === isUrgent).flatMap(({ id }) => byId.get(id) ?? []);
  return { urgent: those(true), others: those(false) };
}
