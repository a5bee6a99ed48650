import { expect, it } from 'vitest';
import { RefusalPace } from './refusal-pace.js';

it('refuses hundreds at once, and who goes on asking a thousand times a second', () => {
  const pace = new RefusalPace();
  const delays = Array.from({ length: 2_500 }, () => pace.delayMs(1_000));
  expect(delays.slice(0, 500).every((ms) => ms === 0)).toBe(true);
  expect(delays.at(500)).toBe(10);
  expect(delays.at(-1)).toBe(2_000);
  expect(pace.delayMs(2_000)).toBeGreaterThan(900);
  expect(pace.delayMs(3_500)).toBe(0);
});

it('drops what would wait too long, and nobody waits longer for it', () => {
  const pace = new RefusalPace();
  const delays = Array.from({ length: 60_000 }, () => pace.delayMs(1_000));
  expect(delays.filter((ms) => ms !== undefined)).toHaveLength(5_500);
  expect(pace.delayMs(7_000)).toBe(0);
});
