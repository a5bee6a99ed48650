import { describe, expect, it } from 'vitest';
import {
  type Failures,
  mustCountFirst,
  networkOf,
  pauseLeftMs,
  withOneMore,
} from './guess-rules.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const MINUTE_MS = 60_000;
const later = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE_MS);

/** The pauses in minutes after so many failures, each tried as soon as the one before is over. */
function pauses(count: number, isKnownPlace: boolean): number[] {
  const minutes: number[] = [];
  let [before, now]: [Failures | undefined, Date] = [undefined, NOW];
  for (let n = 0; n < count; n += 1) {
    before = withOneMore(before, now, { isKnownPlace });
    const pauseMs = pauseLeftMs(before, now);
    minutes.push(pauseMs / MINUTE_MS);
    now = new Date(now.getTime() + pauseMs);
  }
  return minutes;
}

const NONE = new Array<number>(9).fill(0);

describe('wrong passwords for an account', () => {
  it('make it wait from the tenth on, longer each time, for an hour at most', () => {
    expect(pauses(18, false)).toEqual([...NONE, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('make it wait for five minutes at most where it is known', () => {
    expect(pauses(14, true)).toEqual([...NONE, 1, 2, 4, 5, 5]);
  });

  it('are few on a day where every try is made that is looked at', () => {
    let [tries, before]: [number, Failures | undefined] = [0, undefined];
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      while (pauseLeftMs(before, later(minute)) === 0) {
        before = withOneMore(before, later(minute), { isKnownPlace: false });
        tries += 1;
      }
    }
    expect(tries).toBeLessThan(40);
  });

  it('are forgotten an hour after the last, or after the pause that it made', () => {
    let before: Failures | undefined;
    for (let n = 0; n < 9; n += 1) before = withOneMore(before, NOW, { isKnownPlace: false });
    expect(withOneMore(before, later(59), { isKnownPlace: false }).failures).toBe(10);
    expect(withOneMore(before, later(60), { isKnownPlace: false }).failures).toBe(1);
    const paused = withOneMore(before, NOW, { isKnownPlace: false });
    expect(withOneMore(paused, later(60.5), { isKnownPlace: false }).failures).toBe(11);
    expect(withOneMore(paused, later(61), { isKnownPlace: false }).failures).toBe(1);
  });
});

describe('a try', () => {
  it('counts before its password is looked at from the fifth failure on, while they count', () => {
    let before: Failures | undefined;
    const first = [];
    for (let n = 0; n < 7; n += 1) {
      first.push(mustCountFirst(before, NOW));
      before = withOneMore(before, NOW, { isKnownPlace: false });
    }
    expect(first).toEqual([false, false, false, false, false, true, true]);
    expect(mustCountFirst(before, later(59))).toBe(true);
    expect(mustCountFirst(before, later(60))).toBe(false);
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:DB8:0:0:ffff:1:2:3', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000::5', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:203.0.113.7', '2001:db8:1:2::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is in %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});
