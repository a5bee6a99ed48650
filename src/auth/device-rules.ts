import { networkOf } from './guess-rules.js';

/** From where somebody signed in, as far as that was kept. */
export interface DeviceTrace {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/**
 * Whether a sign-in is from a device that its person may not know as theirs: none of the earlier
 * sign-ins is from the same kind of device, or none from the same network. Whoever stole a password
 * may well have the same kind of browser, and names it as they like; but hardly sits in the same
 * network. Nobody is warned of the first sign-in, nor where nothing was kept of earlier ones.
 */
export function isNewDevice(earlier: readonly DeviceTrace[], now: DeviceTrace): boolean {
  const known = earlier.filter(({ ip, userAgent }) => ip !== null && userAgent !== null);
  if (known.length === 0) return false;
  const sameKind = known.some(({ userAgent }) => kindOf(userAgent) === kindOf(now.userAgent));
  const sameNetwork = known.some(({ ip }) => nearOf(ip) === nearOf(now.ip));
  return !sameKind || !sameNetwork;
}

/** What a browser or app says of itself, without its version and those of what it runs on. */
function kindOf(userAgent: string | null): string {
  return (userAgent ?? '')
    .replace(/[\w.]*\d[\w.]*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The network, and of an IPv4 address those beside it: providers give out another every day. */
function nearOf(ip: string | null): string {
  return networkOf(ip ?? '').replace(/^(\d+\.\d+\.\d+)\.\d+$/, '$1');
}
