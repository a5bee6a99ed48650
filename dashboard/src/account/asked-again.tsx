import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import {
  answerPassword,
  noteFactorDemanded,
  useIsFactorDemanded,
  useIsPasswordAsked,
} from '../api/asked-again.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { ListSkeleton } from '../ui/states.js';
import { part } from '../ui/part.js';

const PasswordSheet = lazy(() => part(() => import('./password-sheet.js')));
const FactorDemand = lazy(() => part(() => import('./factor-demand.js')));

/** Asks the person for what the studio wants first: over the pages, or instead of them. */
export function AskedAgain({ user, children }: { readonly user: UserDto; children: ReactNode }) {
  const isPasswordAsked = useIsPasswordAsked();
  const isFactorDemanded = useIsFactorDemanded();
  useEffect(
    () => () => {
      // Signed out: what waits for this person's password is not done.
      answerPassword(false);
      noteFactorDemanded(false);
    },
    [],
  );
  return (
    <>
      {isFactorDemanded ? (
        <Suspense fallback={<ListSkeleton />}>
          <FactorDemand user={user} />
        </Suspense>
      ) : (
        children
      )}
      {isPasswordAsked && (
        <Suspense>
          <PasswordSheet user={user} />
        </Suspense>
      )}
    </>
  );
}
