import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect, useMemo } from 'react';
import { Router, useLocation } from 'wouter';
import { currentAccount, useUser } from './api/account.js';
import { Entrance, isOfLink } from './account/entrance.js';
import type { UserDto } from './api/generated/types.gen.js';
import { forgetReadingsBut } from './data/query-cache.js';
import { forgetSearchesBut } from './data/searches.js';
import { forgetArrivedTapsBut } from './queue/tap-store.js';
import { SignedIn } from './signed-in.js';
import { isOtherLanguage } from './texts/texts.js';
import { ErrorBoundary } from './ui/error-boundary.js';
import { useStudioShades } from './ui/studio-color.js';
import { lookOf } from './ui/theme.js';
import { UpdateNotice } from './ui/update-notice.js';

/** The whole app: signed in or not. */
export function App() {
  const user = useUser();
  const userId = user?.id ?? null;
  const shades = useStudioShades();
  const look = useMemo(() => lookOf(shades), [shades]);
  // Whoever signs in may have chosen another language; who signs out leaves the device its own.
  useEffect(() => {
    if (isOtherLanguage(currentAccount()?.user ?? null)) window.location.reload();
  }, [userId]);
  // Whoever signs out leaves nothing, in no tab, but the taps that wait; a tab that was closed
  // too early for that, or a change of the person, is made good at the next start.
  useEffect(() => {
    forgetSearchesBut(userId);
    void forgetReadingsBut(userId);
    void forgetArrivedTapsBut(userId);
  }, [userId]);
  return (
    <MantineProvider {...look} defaultColorScheme="auto">
      <Notifications position="bottom-center" limit={6} containerWidth={480} />
      <UpdateNotice />
      <ErrorBoundary>
        <Router base="/app">
          <Inside user={user} />
        </Router>
      </ErrorBoundary>
    </MantineProvider>
  );
}

function Inside({ user }: { readonly user: UserDto | null }) {
  const [path] = useLocation();
  // A link is for whom it names, whoever is signed in here.
  if (!user || isOfLink(path)) return <Entrance />;
  // The key discards all state of the person before.
  return <SignedIn key={user.id} user={user} />;
}
