import { t } from '../texts/texts.js';
import { showNotSaved } from './change-toast.js';

const RELOADED_AT = 'coach.reloaded-at';
/** A reload that did not help is not repeated at once. */
const NOT_AGAIN_FOR_MS = 60_000;

/**
 * After an upgrade of the server, a tab that was open before requests files that are gone.
 * Reloading loads the new version; queued taps are kept on the device. Without a connection it
 * would take the app away: it is said then that what was asked for is not there yet.
 */
export function recoverFromUpgrade(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (!navigator.onLine) {
      showNotSaved(t.offline.notHereYet);
      return;
    }
    const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
    if (Date.now() - last < NOT_AGAIN_FOR_MS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED_AT, String(Date.now()));
    window.location.reload();
  });
}
