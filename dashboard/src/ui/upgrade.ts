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

/**
 * A part of the app that is loaded when it is shown. Where it is gone, because the server has
 * another version, the page is being loaded anew: until then the part is waited for.
 */
export async function part<Module>(loading: Promise<Module>): Promise<Module> {
  const loaded: Module | undefined = await loading;
  return loaded ?? new Promise(() => undefined);
}
