const KEY = 'coach.clock-offset';
/** A smaller difference may be network latency, and changes no date. */
const NOTICED_MS = 60_000;

let offsetMs = Number(localStorage.getItem(KEY) ?? 0);

/** Computes from an answer how wrong the clock of this device is. */
export function noteStudioTime({ headers }: Response): void {
  const at = Date.parse(headers.get('Date') ?? '');
  if (Number.isNaN(at)) return;
  const difference = at - Date.now();
  const next = Math.abs(difference) < NOTICED_MS ? 0 : difference;
  if (Math.abs(next - offsetMs) < NOTICED_MS) return;
  offsetMs = next;
  localStorage.setItem(KEY, String(next));
}

/** The time of the server: a wrong clock of the device does not change the date of a tap. */
export function studioNow(): Date {
  return new Date(Date.now() + offsetMs);
}
