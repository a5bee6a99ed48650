import { isIPv4, isIPv6 } from 'node:net';
import { HOUR_MS, MINUTE_MS } from '../common/durations.js';

/** So many wrong passwords are forgiven; each further one makes the account wait. */
const FREE_FAILURES = 10;
/** From so many on a try counts as a failure until its password is found right. */
const COUNTED_FIRST_FROM = 5;
/** The longest pause of tries from networks that the account is not known at. */
const LONGEST_PAUSE_MS = HOUR_MS;
/** Who sits in the studio's network must not keep others out for long who sign in there, too. */
const LONGEST_PAUSE_AT_KNOWN_MS = 5 * MINUTE_MS;
/** Failures are forgotten when none came for so long, pauses not counted. */
const FORGOTTEN_AFTER_MS = HOUR_MS;

/** What is known of tries at one account, from one place. */
export interface Failures {
  readonly failures: number;
  readonly pausedUntil: Date | null;
  readonly countsUntil: Date | null;
}

/** How long no further try is looked at, in ms; 0 where the next one is. */
export function pauseLeftMs(earlier: Failures | undefined, now: Date): number {
  return Math.max(0, (earlier?.pausedUntil?.getTime() ?? 0) - now.getTime());
}

/** How many failures are not forgotten yet. */
export function failuresOf(earlier: Failures | undefined, now: Date): number {
  return earlier?.countsUntil && earlier.countsUntil > now ? earlier.failures : 0;
}

/**
 * Whether the next try counts as a failure before its password is looked at: many at the same
 * moment are not to pass for one. The first few are counted when they are found wrong, so that
 * whoever mistypes now and then is not made to wait for that; a process checks two at a time.
 */
export function mustCountFirst(earlier: Failures | undefined, now: Date): boolean {
  return failuresOf(earlier, now) >= COUNTED_FIRST_FROM;
}

/** With one failure more. From the tenth on each doubles the pause, beginning with a minute. */
export function withOneMore(
  earlier: Failures | undefined,
  now: Date,
  { isKnownPlace }: { isKnownPlace: boolean },
): Failures & { readonly countsUntil: Date } {
  const failures = failuresOf(earlier, now) + 1;
  const longestMs = isKnownPlace ? LONGEST_PAUSE_AT_KNOWN_MS : LONGEST_PAUSE_MS;
  const beyond = failures - FREE_FAILURES;
  const pauseMs = beyond < 0 ? 0 : Math.min(MINUTE_MS * 2 ** beyond, longestMs);
  const ends = now.getTime() + pauseMs;
  return {
    failures,
    pausedUntil: pauseMs === 0 ? null : new Date(ends),
    countsUntil: new Date(ends + FORGOTTEN_AFTER_MS),
  };
}

/**
 * The network of an IP address, as far as one customer of a provider has it: an IPv4 address, or
 * the first 64 bits of an IPv6 address. What is no IP address stays as it is.
 */
export function networkOf(ip: string): string {
  const [address = ''] = ip.toLowerCase().split('%');
  const mapped = /^::ffff:([\d.]+)$/.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIPv6(address) ? `${firstGroups(address).join(':')}::/64` : ip;
}

/** The first four groups of an IPv6 address, without leading zeros. */
function firstGroups(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const groupsOf = (text = '') => (text === '' ? [] : text.split(':'));
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  // The last two groups may be written as an IPv4 address.
  const written = before.length + after.length + (address.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? 0 : 8 - written;
  const groups = [...before, ...new Array<string>(zeros).fill('0'), ...after];
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
}
