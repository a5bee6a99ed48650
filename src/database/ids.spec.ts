import { describe, expect, it } from 'vitest';
import { type DbId, idFromDb } from './ids.js';

describe('an id of the database', () => {
  it.each<[DbId, number]>([
    [0, 0],
    [7, 7],
    ['2147483648', 2_147_483_648],
    [4_294_967_296n, 4_294_967_296],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [String(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER],
  ])('is a number, where the driver gives %s', (given, id) => {
    expect(idFromDb(given)).toBe(id);
  });

  it.each<DbId>([
    ...['9007199254740993', 9_007_199_254_740_993n, 2 ** 53],
    ...['', ' 7', '7.0', '1e3', '0x7', '-1', 'seven', -1, 1.5, Number.NaN, Infinity],
  ])('is none, where the driver gives %s', (given) => {
    expect(() => idFromDb(given)).toThrow(RangeError);
  });
});
