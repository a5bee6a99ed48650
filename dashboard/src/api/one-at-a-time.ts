/** A lease that was not given back, because its tab was closed, ends by itself. */
const LEASE_MS = 10_000;
/** So long another tab that wrote in the same moment can be seen. */
const SETTLE_MS = 60;

/**
 * Runs work that only one tab of the browser may do at a time. On plain http there are no web
 * locks, and a lease in the local storage stands in.
 */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Typed as always there, which it is only in secure contexts.
  const locks = navigator.locks as LockManager | undefined;
  if (locks) return locks.request(name, work);
  const key = `coach.lease.${name}`;
  const mine = await takeLease(key);
  try {
    return await work();
  } finally {
    if (localStorage.getItem(key) === mine) localStorage.removeItem(key);
  }
}

async function takeLease(key: string): Promise<string> {
  for (;;) {
    const [, until = '0'] = (localStorage.getItem(key) ?? '').split(' ');
    if (Number(until) < Date.now()) {
      const mine = `${newKey()} ${Date.now() + LEASE_MS}`;
      localStorage.setItem(key, mine);
      await pause(SETTLE_MS);
      if (localStorage.getItem(key) === mine) return mine;
    }
    await pause(SETTLE_MS);
  }
}

/** A random key, as for `Idempotency-Key`; `crypto.randomUUID` is missing on plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function pause(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}
