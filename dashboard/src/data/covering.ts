import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { listOwnSubstitutions } from '../api/generated/sdk.gen.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { type Covered, coveredOn } from './covered-days.js';

/** For whom the person stands in, and who stands in for them: in force today or to come. */
const ownSubstitutionsQuery = () =>
  queryOptions({
    queryKey: ['substitutions', 'own'],
    queryFn: ({ signal }) => ask(listOwnSubstitutions({ signal })),
    staleTime: 60_000,
  });

/** The coaches for whom a coach stands in on a day; undefined while nobody knows. */
export function useCovered({ id, role }: UserDto, day: string): readonly Covered[] | undefined {
  const isCoach = role === 'coach';
  const { data } = useQuery({ ...ownSubstitutionsQuery(), enabled: isCoach });
  if (!isCoach) return [];
  return data && coveredOn(data.data, id, day);
}

/** The coach for whom what is shown is done; undefined for one's own. */
export const CoveredCoach = createContext<number | undefined>(undefined);

/** Whether what is shown is done for another coach: sales and the like stay with that one. */
export function useIsStandingIn(): boolean {
  return useContext(CoveredCoach) !== undefined;
}

/** What of a request names the coach for whom something is done. */
export function useOfCoach(): { readonly coachId?: number } {
  const coachId = useContext(CoveredCoach);
  return coachId === undefined ? {} : { coachId };
}
