import { describe, expect, it } from 'vitest';
import { wallClockTime } from '../../migrations/support/studio-time.js';
import { SharedTimes } from '../../src/database/shared-times.js';

/** Three hours and seven minutes: every hour of the day, and close to each change of clocks. */
const STEP_MS = 11_220_000;
const STEPS = 2_900;

describe('the time of migrations', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia'])(
    'is what the product writes into the same columns, all year long: %s',
    (zone) => {
      const product = new SharedTimes(zone);
      const start = Date.UTC(2026, 0, 1, 0, 0, 59, 999);
      const differing = Array.from({ length: STEPS }, (_, n) => n)
        .map((n) => new Date(start + n * STEP_MS))
        .filter((at) => wallClockTime(at, zone) !== product.toDb(at).slice(0, 19));
      expect(differing).toEqual([]);
    },
  );
});
