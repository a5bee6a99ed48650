import { onlineManager } from '@tanstack/react-query';

/**
 * A part of the app that is loaded when it is shown. Where the device does not have it yet, and no
 * connection, it comes with the connection. Where it is gone, because the server has another
 * version, the page is being loaded anew: until then the part is waited for.
 */
export async function part<Module>(load: () => Promise<Module>): Promise<Module> {
  const loaded: Module | undefined = await load().catch(async (error: unknown) => {
    if (onlineManager.isOnline()) throw error;
    await connection();
    return load();
  });
  return loaded ?? new Promise(() => undefined);
}

function connection(): Promise<void> {
  return new Promise((resolve) => {
    const forget = onlineManager.subscribe((isOnline) => {
      if (!isOnline) return;
      forget();
      resolve();
    });
  });
}
