import type { Page } from 'playwright-core';

/** What the browser holds for the page, in words: its databases, storages and caches. */
export async function deviceMemory(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = async <T>(request: IDBRequest<T>): Promise<T> => {
      await new Promise((resolve) => (request.onsuccess = resolve));
      return request.result;
    };
    const found: unknown[] = [{ ...localStorage }, { ...sessionStorage }, history.state];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        found.push(name, await done(rows.getAllKeys()), await done(rows.getAll()));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const isApi = new URL(request.url).pathname.startsWith('/api/');
        found.push(request.url, isApi ? await (await cache.match(request))?.text() : '');
      }
    }
    return JSON.stringify(found);
  });
}

/** What the browser's own cache gives for a path without asking the studio: a status, or none. */
export async function cachedAt(page: Page, path: string): Promise<number | null> {
  return page.evaluate(async (url) => {
    try {
      return (await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' })).status;
    } catch {
      return null;
    }
  }, path);
}

/** Addresses and titles of what lies behind Back and before Forward. */
export async function historyOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.detach();
  return entries.map(({ url, title }) => `${url} ${title}`).join('\n');
}
