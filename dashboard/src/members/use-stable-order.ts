import { useDocumentVisibility } from '@mantine/hooks';
import { useState } from 'react';
import type { MemberDto } from '../api/generated/types.gen.js';
import { type ListPlace, keepOrder } from './stable-order.js';

/** The current members, in the order in which they were first shown. */
export interface StableOrder {
  readonly urgent: readonly MemberDto[];
  readonly others: readonly MemberDto[];
}

/** The places that were shown last; another round begins a new order. */
interface PreviousOrder {
  readonly round: string;
  readonly places: readonly ListPlace[];
}

/**
 * Keeps every member at the place where it was first shown, for as long as the same list is shown.
 * Another filter, and coming back to the app, sort the list again. Where `isOne`, nobody is urgent:
 * the list is one.
 */
export function useStableOrder(
  members: readonly MemberDto[],
  list: string,
  isOne: boolean,
): StableOrder {
  const visibility = useDocumentVisibility();
  const round = `${list} ${visibility}`;
  const [last, setLast] = useState<PreviousOrder>({ round, places: [] });
  const previous = last.round === round ? last.places : [];
  const now = members.map(({ id, attention }) => {
    return { id, isUrgent: !isOne && attention.length > 0 };
  });
  const places = keepOrder(previous, now);
  // Converges after one more rendering: `keepOrder` then returns `last.places` itself.
  if (last.round !== round || last.places !== places) setLast({ round, places });
  const byId = new Map(members.map((one) => [one.id, one]));
  const placed = (isUrgent: boolean) =>
    places.filter((one) => one.isUrgent === isUrgent).flatMap(({ id }) => byId.get(id) ?? []);
  return { urgent: placed(true), others: placed(false) };
}
