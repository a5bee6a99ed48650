import { createContext, useContext } from 'react';

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
