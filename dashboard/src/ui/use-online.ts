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

/** Whether what was last asked for got no answer: a connection is not yet a studio. */
export function useIsSilent(): boolean {
  const cache = useQueryClient();
  // Renders again when anything was asked for.
  useIsFetching();
  const asked = cache.getQueryCache().findAll({ type: 'active' });
  return asked.some(({ state }) => state.error instanceof Unreachable);
}
