import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { expectInvalid } from '../support/expectations.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';
const reason = 'Counted wrong';

interface Row {
  readonly id: number;
  readonly kind: string;
}

describe('the pages of a history', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  /** A member with a grant and so many adjustments, all at the same instant. */
  async function tomWithAdjustments(count: number) {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    for (let n = 0; n < count; n += 1) await api.as(ana).adjust(tom, { adjustment: 1, reason });
    return { ana, tom };
  }

  async function pages(person: TestPerson, member: TestPerson, query: string): Promise<Row[][]> {
    const found: Row[][] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${next}`;
      const { status, body } = await studio.api.as(person).history(member, `?${query}${cursor}`);
      expect(status).toBe(200);
      found.push(body.data);
      next = body.nextCursor;
    } while (next !== null);
    return found;
  }

  const idsOf = (rows: Row[]) => rows.map((row) => row.id);

  it('lose and repeat nothing that happened at the same instant', async () => {
    const { api } = studio;
    const { ana, tom } = await tomWithAdjustments(7);
    const whole = idsOf((await api.as(ana).history(tom)).body.data);
    expect(whole).toEqual(whole.toSorted((a, b) => b - a));
    for (const limit of [1, 2, 3, 5, 7]) {
      const cut = await pages(ana, tom, `limit=${limit}`);
      expect(cut.flatMap(idsOf)).toEqual(whole);
      expect(cut.map((page) => page.length)).toEqual(sizes(8, limit));
    }
  });

  it('go on where the reader was, whatever is written meanwhile', async () => {
    const { api, clock } = studio;
    const { ana, tom } = await tomWithAdjustments(3);
    const whole = idsOf((await api.as(ana).history(tom)).body.data);
    const first = (await api.as(ana).history(tom, '?limit=2')).body;
    await api.as(ana).adjust(tom, { adjustment: 1, reason: 'at the same instant' });
    clock.advance({ seconds: 1 });
    await api.as(ana).adjust(tom, { adjustment: 1, reason: 'a second later' });

    const second = (await api.as(ana).history(tom, `?limit=2&cursor=${first.nextCursor}`)).body;

    expect([...idsOf(first.data), ...idsOf(second.data)]).toEqual(whole);
    expect(second.nextCursor).toBeNull();
  });

  it('cross from one instant to the next', async () => {
    const { api, clock } = studio;
    const { ana, tom } = await tomWithAdjustments(2);
    clock.advance({ minutes: 1 });
    await api.as(ana).adjust(tom, { adjustment: -1, reason });
    await api.as(ana).adjust(tom, { adjustment: -1, reason });
    clock.advance({ days: 1 });
    await api.as(ana).startWorkout(tom);
    const whole = idsOf((await api.as(ana).history(tom)).body.data);
    expect(whole).toHaveLength(6);
    for (const limit of [1, 2, 3, 4]) {
      expect((await pages(ana, tom, `limit=${limit}`)).flatMap(idsOf)).toEqual(whole);
    }
  });

  it('keep the filter', async () => {
    const { api } = studio;
    const { ana, tom } = await tomWithAdjustments(3);
    await api.as(ana).startWorkout(tom);
    const cut = await pages(ana, tom, 'kind=adjustment&limit=2');
    expect(cut.map((page) => page.map((row) => row.kind))).toEqual([
      ['adjustment', 'adjustment'],
      ['adjustment'],
    ]);
  });

  it('hold 20 rows unless asked for up to 100', async () => {
    const { api } = studio;
    const { ana, tom } = await tomWithAdjustments(100);
    const sizeOf = async (query: string) => {
      const { data, nextCursor } = (await api.as(ana).history(tom, query)).body;
      return { rows: data.length, more: nextCursor !== null };
    };
    expect(await sizeOf('')).toEqual({ rows: 20, more: true });
    expect(await sizeOf('?limit=1')).toEqual({ rows: 1, more: true });
    expect(await sizeOf('?limit=100')).toEqual({ rows: 100, more: true });
    expect((await pages(ana, tom, 'limit=100')).map((page) => page.length)).toEqual([100, 1]);
  });

  it.each(['0', '-1', '101', '1.5', '1e1', 'ten', '', '0x10', '%2010', '1&limit=2'])(
    'cannot hold limit=%s',
    async (limit) => {
      const { api, given } = studio;
      const tom = await given.member();
      await expectInvalid(studio, 'limit', () => api.as(tom).history(tom, `?limit=${limit}`));
    },
  );

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['nothing', ''],
    ['words', 'next'],
    ['broken JSON', Buffer.from('["2026').toString('base64url')],
    ['something else', encode({ id: 1 })],
    ['null', encode(null)],
    ['too little', encode(['2026-03-10 12:00:00.000'])],
    ['too much', encode(['2026-03-10 12:00:00.000', 1, 1])],
    ['wrong types', encode([1, '2026-03-10 12:00:00.000'])],
    ['fractions', encode(['2026-03-10 12:00:00.000', 1.5])],
    ['what is no instant', encode(['zzz', 1])],
    ['an instant that does not exist', encode(['2026-02-30 12:00:00.000', 1])],
    ['SQL', encode(["' OR 1=1 --", 1])],
    ['a broken character', encode(['\ud800', 1])],
    ['objects', encode([{ a: 1 }, 1])],
    ['endless text', 'A'.repeat(501)],
  ])('begin at no cursor made of %s', async (_, cursor) => {
    const { api, given } = studio;
    const tom = await given.member({ coach: await given.coach() });
    await expectInvalid(studio, 'cursor', () => api.as(tom).history(tom, `?cursor=${cursor}`));
  });
});

/** The sizes of the pages of so many rows. */
function sizes(rows: number, limit: number): number[] {
  const full = Math.floor(rows / limit);
  const rest = rows % limit;
  return [...Array<number>(full).fill(limit), ...(rest > 0 ? [rest] : [])];
}
