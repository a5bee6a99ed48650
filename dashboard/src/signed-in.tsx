import { Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client';
import { useEffect, useState, type ReactNode } from 'react';
import { SignOut } from './account/account-page.js';
import { AskedAgain } from './account/asked-again.js';
import type { UserDto } from './api/generated/types.gen.js';
import { refetchChanged } from './data/cache.js';
import { isKept, KEPT_FOR_MS, newQueryCache, persisterOf } from './data/query-cache.js';
import { studioQuery } from './data/queries.js';
import { LiveUpdates } from './live/live-updates.js';
import { Pages } from './pages.js';
import { TapProvider, useTapping } from './queue/tap-context.js';
import { clearToasts } from './queue/tap-toasts.js';
import { ConnectionBanner } from './shell/connection-banner.js';
import { Shell } from './shell/shell.js';
import { Failed, ListSkeleton } from './ui/states.js';
import { keepStudioColor } from './ui/studio-color.js';

/** The app of one person, with what this device has kept for the person. */
export function SignedIn({ user }: { readonly user: UserDto }) {
  const [cache] = useState(newQueryCache);
  const [persister] = useState(() => persisterOf(user.id));
  useEffect(
    () => () => {
      clearToasts();
      persister.stop();
      // Signed out, here or in another tab, or by the server. What is on the device `App` removes.
      void cache.cancelQueries();
      cache.clear();
    },
    [cache, persister],
  );
  const options = {
    persister,
    maxAge: KEPT_FOR_MS,
    buster: __VERSION__,
    dehydrateOptions: { shouldDehydrateQuery: isKept },
  };
  return (
    <PersistQueryClientProvider
      client={cache}
      persistOptions={options}
      // Changes since the answers were kept are unknown.
      onSuccess={() => refetchChanged(cache)}
    >
      <Shell user={user}>
        <AskedAgain user={user}>
          <StudioFirst user={user}>
            <TapProvider>
              <Live>
                <ConnectionBanner userId={user.id} />
                <Pages user={user} />
              </Live>
            </TapProvider>
          </StudioFirst>
        </AskedAgain>
      </Shell>
    </PersistQueryClientProvider>
  );
}

interface StudioFirstProps {
  readonly user: UserDto;
  readonly children: ReactNode;
}

/**
 * Loads the studio first: every page needs its time zone for dates, and has its colour. Where it
 * cannot be had, there is no page yet, and still a way out.
 */
function StudioFirst({ user, children }: StudioFirstProps) {
  const { data, error, refetch } = useQuery(studioQuery());
  const color = data?.color;
  useEffect(() => {
    if (color !== undefined) void keepStudioColor(color);
  }, [color]);
  if (data) return children;
  if (!error) return <ListSkeleton />;
  return (
    <Stack align="center">
      <Failed error={error} onRetry={() => void refetch()} />
      <SignOut user={user} />
    </Stack>
  );
}

function Live({ children }: { readonly children: ReactNode }) {
  const cache = useQueryClient();
  const { sender } = useTapping();
  useEffect(() => {
    const updates = new LiveUpdates(cache, sender.sendNow);
    updates.start();
    return () => updates.stop();
  }, [cache, sender]);
  return children;
}
