import { onlineManager, useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Unreachable } from '../api/problem.js';

/** Whether the device has a connection, as far as the browser knows. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
}

/** Whether the last requests got no answer, although the device may have a connection. */
export function useIsServerSilent(): boolean {
  const cache = useQueryClient();
  // Renders again after every request.
  useIsFetching();
  const asked = cache.getQueryCache().findAll({ type: 'active' });
  return asked.some(({ state }) => state.error instanceof Unreachable);
}
