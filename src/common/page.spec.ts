import { describe, expect, it } from 'vitest';
import { pageOf, readCursor } from './page.js';
import { Problem } from './problem.js';

interface Row {
  readonly at: string;
  readonly id: number;
}

const INSTANT = '2026-03-10 12:00:00.000';
const ROWS: Row[] = [5, 4, 3].map((id) => ({ at: INSTANT, id }));
const positionOf = (row: Row) => [row.at, row.id];
const read = (cursor: string | undefined) =>
  readCursor<[string, number]>(cursor, ['instant', 'number']);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a page', () => {
  it('has the rows up to its limit, and a cursor where there is one more', () => {
    const { data, nextCursor } = pageOf(ROWS, 2, positionOf);
    expect(data).toEqual(ROWS.slice(0, 2));
    expect(nextCursor).toMatch(/^[\w-]+$/);
  });

  it.each([3, 4, 100])('of %i is the last of three rows', (limit) => {
    expect(pageOf(ROWS, limit, positionOf)).toEqual({ data: ROWS, nextCursor: null });
  });

  it('may be empty', () => {
    expect(pageOf([], 20, positionOf)).toEqual({ data: [], nextCursor: null });
  });
});

describe('a cursor', () => {
  it('brings back where the page ended', () => {
    const { nextCursor } = pageOf(ROWS, 2, positionOf);
    expect(read(nextCursor ?? '')).toEqual([INSTANT, 4]);
  });

  it.each(['2026-03-10 12:00:00', '2026-03-10 12:00:00.123'])('may hold %s', (at) => {
    expect(read(encode([at, 4]))).toEqual([at, 4]);
  });

  it('keeps every kind of text', () => {
    const name = { lastName: 'Żółć “O’Neil” 🏋️', firstName: '' };
    const { nextCursor } = pageOf([name, name], 1, (row) => [row.lastName, row.firstName]);
    expect(readCursor(nextCursor ?? '', ['string', 'string'])).toEqual([name.lastName, '']);
  });

  it('is not needed for the first page', () => {
    expect(read(undefined)).toBeUndefined();
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', 'next'],
    ['no list', encode({ 0: INSTANT, 1: 4, length: 2 })],
    ['null', encode(null)],
    ['too few values', encode([INSTANT])],
    ['too many values', encode([INSTANT, 4, 4])],
    ['values in the wrong order', encode([4, INSTANT])],
    ['a fraction', encode([INSTANT, 4.5])],
    ['a number beyond counting', encode([INSTANT, 2 ** 53])],
    ['a number as text', encode([INSTANT, '4'])],
    ['an object', encode([INSTANT, {}])],
    ['a text that is no instant', encode(['zzz', 4])],
    ['an instant written otherwise', encode(['2026-03-10T12:00:00Z', 4])],
    ['a broken fraction', encode(['2026-03-10 12:00:00.', 4])],
    ['a day that does not exist', encode(['2026-02-30 12:00:00.000', 4])],
    ['an hour that does not exist', encode(['2026-03-10 24:00:00.000', 4])],
  ])('that holds %s is refused', (_, cursor) => {
    expect(() => read(cursor)).toThrow(Problem);
    expect(() => read(cursor)).toThrow(/cursor must be the nextCursor/);
  });
});
