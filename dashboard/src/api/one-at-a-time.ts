/** A lease that was not given back, because its tab was closed, ends by itself. */
const LEASE_MS = 10_000;
const RENEWED_EVERY_MS = 3_000;
/** How long to wait until what another tab wrote to the local storage is visible here. */
const SETTLE_MS = 60;

/**
 * Runs work that only one tab of the browser may do at a time. On plain http there are no web
 * locks, and a lease in the local storage stands in.
 */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  // The type has it always; browsers have it in secure contexts only.
  const locks = navigator.locks as LockManager | undefined;
  if (locks) return locks.request(name, work);
  const key = `coach.lease.${name}`;
  const holder = newKey();
  await takeLease(key, holder);
  // The work may take longer than a lease, as on a slow network.
  const renewal = setInterval(() => localStorage.setItem(key, leaseOf(holder)), RENEWED_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    if (localStorage.getItem(key)?.startsWith(holder)) localStorage.removeItem(key);
  }
}

function leaseOf(holder: string): string {
  return `${holder} ${Date.now() + LEASE_MS}`;
}

async function takeLease(key: string, holder: string): Promise<void> {
  for (;;) {
    const [, until = '0'] = (localStorage.getItem(key) ?? '').split(' ');
    if (Number(until) < Date.now()) {
      localStorage.setItem(key, leaseOf(holder));
      await pause(SETTLE_MS);
      if (localStorage.getItem(key)?.startsWith(holder)) return;
    }
    await pause(SETTLE_MS);
  }
}

/** A random key, as for `Idempotency-Key`; `crypto.randomUUID` is missing on plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Waits until what the tab before this one has written is visible here. */
export async function settled(): Promise<void> {
  await pause(SETTLE_MS);
}

async function pause(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}
