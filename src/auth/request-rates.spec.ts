import { describe, expect, it } from 'vitest';
import { RequestRates } from './request-rates.js';

const taken = (rates: RequestRates, who: string, times: number, nowMs: number) =>
  Array.from({ length: times }, () => rates.take(who, nowMs)).filter((waitMs) => waitMs === 0)
    .length;

describe('request rates', () => {
  it.each([1, 3, 7, 20, 50, 999])(
    'let four seconds’ worth through at once: %i a second',
    (rate) => {
      const rates = new RequestRates(rate);
      expect(taken(rates, 'ana', 5 * rate, 1_234.5)).toBe(4 * rate);
    },
  );

  it('let so many a second through from then on, however they come', () => {
    const rates = new RequestRates(20);
    let through = taken(rates, 'ana', 100, 0);
    for (let nowMs = 7; nowMs <= 10_000; nowMs += 7) through += taken(rates, 'ana', 3, nowMs);
    expect(through).toBe(80 + 200 - 1);
  });

  it('tell when the next one will be let through', () => {
    const rates = new RequestRates(2);
    expect(taken(rates, 'ana', 9, 0)).toBe(8);
    expect(rates.take('ana', 0)).toBe(500);
    expect(rates.take('ana', 499)).toBe(1);
    expect(rates.take('ana', 500)).toBe(0);
    expect(rates.take('ana', 500)).toBe(500);
  });

  it('count nothing that is refused', () => {
    const rates = new RequestRates(2);
    expect(taken(rates, 'ana', 1_000, 0)).toBe(8);
    expect(taken(rates, 'ana', 1_000, 4_000)).toBe(8);
  });

  it('leave others alone', () => {
    const rates = new RequestRates(1);
    expect(taken(rates, 'ana', 9, 0)).toBe(4);
    expect(taken(rates, 'bea', 9, 0)).toBe(4);
  });

  it('remember nobody whose requests are no matter any more', () => {
    const rates = new RequestRates(10);
    for (let n = 0; n < 500; n += 1) rates.take(`person ${n}`, n);
    expect(rates.size).toBeLessThanOrEqual(101);
    rates.take('ana', 10_000);
    expect(rates.size).toBe(1);
  });

  it('remember so many at most, and forget who came least lately', () => {
    const rates = new RequestRates(1, 3);
    for (const who of ['ana', 'bea', 'cem']) taken(rates, who, 4, 0);
    expect(rates.take('ana', 1_000)).toBe(0);
    expect(rates.take('dan', 1_000)).toBe(0);
    expect(rates.size).toBe(3);
    expect(rates.take('bea', 1_000)).toBe(0);
    expect(rates.take('ana', 1_000)).toBeGreaterThan(0);
  });
});
