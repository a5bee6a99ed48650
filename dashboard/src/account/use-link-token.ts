import { useSyncExternalStore } from 'react';

/** The token behind the `#` of a link, also of another one that is opened in the same tab. */
export function useLinkToken(): string {
  return useSyncExternalStore(onNewHash, () => window.location.hash.slice(1));
}

function onNewHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
