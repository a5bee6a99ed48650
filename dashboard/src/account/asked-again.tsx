import { lazy, Suspense, useEffect } from 'react';
import { answerPassword, useIsPasswordAsked } from '../api/asked-again.js';
import type { UserDto } from '../api/generated/types.gen.js';

const PasswordSheet = lazy(() => import('./password-sheet.js'));

/** Asks the person, over the pages, for what the studio wants before it goes on. */
export function AskedAgain({ user }: { readonly user: UserDto }) {
  const isPasswordAsked = useIsPasswordAsked();
  // Signed out: what waits for this person's password is not done.
  useEffect(() => () => answerPassword(false), []);
  if (!isPasswordAsked) return null;
  return (
    <Suspense>
      <PasswordSheet user={user} />
    </Suspense>
  );
}
