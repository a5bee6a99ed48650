const RELOADED_AT = 'coach.reloaded-at';
/** A reload that did not help is not repeated at once. */
const NOT_AGAIN_FOR_MS = 60_000;

/**
 * After an upgrade of the server, a tab that was open before requests files that are gone.
 * Reloading loads the new version; queued taps are kept on the device. Without a connection it
 * would take the app away.
 */
export function recoverFromUpgrade(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
    if (!navigator.onLine || Date.now() - last < NOT_AGAIN_FOR_MS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    window.location.reload();
  });
}
