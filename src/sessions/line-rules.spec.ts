import { describe, expect, it } from 'vitest';
import {
  areSame,
  balancesOf,
  byNewest,
  isTakenBack,
  keyOf,
  type Line,
  type LineRow,
  type LinesCount,
  madeLine,
  undoneLine,
} from './line-rules.js';

function row(id: number, amount: number, more: Partial<LineRow> = {}): LineRow {
  return {
    id,
    packageId: 1,
    amount,
    createdAt: `2026-03-10 1${id}:00:00`,
    undoneAt: null,
    ...more,
  };
}

const linesOf = (rows: readonly LineRow[]): Line[] =>
  rows.flatMap((one) => [madeLine(one), undoneLine(one) ?? []].flat());

function count(remaining: number | null, more: Partial<LinesCount> = {}): LinesCount {
  return { packageId: 1, version: 3, remaining, isBehind: false, ...more };
}

const GRANT = row(0, 5);
const UNDONE = row(1, -1, { undoneAt: '2026-03-10 13:00:00' });
const ROWS = [GRANT, UNDONE, row(2, -1), row(4, 2)];

describe('the balances of lines', () => {
  const texts = (rows: readonly LineRow[], counts: readonly LinesCount[]) => {
    const lines = linesOf(rows).toSorted(byNewest);
    const balances = balancesOf(lines, counts);
    return lines.map((line) => `${keyOf(line)} = ${balances.get(keyOf(line)) ?? '-'}`);
  };

  it('lead from the count of the package to what was before its first line', () => {
    expect(texts(ROWS, [count(6)])).toEqual([
      '4 made = 6',
      '1 undone = 4',
      '2 made = 3',
      '1 made = 4',
      '0 made = 5',
    ]);
  });

  it('are those of each package', () => {
    const other = row(3, -1, { packageId: 2 });
    const [newest, second] = texts([...ROWS, other], [count(6), count(0, { packageId: 2 })]);
    expect([newest, second]).toEqual(['4 made = 6', '3 made = 0']);
  });

  it('are not known where nothing is counted, nor of other packages', () => {
    for (const counts of [[count(null)], []]) {
      expect(texts(ROWS, counts).every((text) => text.endsWith('= -'))).toBe(true);
    }
  });

  it('are known of what PHP changed where the lines come to its count', () => {
    expect(texts(ROWS, [count(6, { isBehind: true })])[0]).toBe('4 made = 6');
    const other = texts(ROWS, [count(7, { isBehind: true })]);
    expect(other.every((text) => text.endsWith('= -'))).toBe(true);
  });

  it('are never less than nothing', () => {
    const lateGrant = { ...GRANT, createdAt: '2026-03-10 18:00:00' };
    expect(texts([lateGrant, row(1, -1)], [count(4)])).toEqual(['0 made = 4', '1 made = -']);
  });
});

describe('the order of lines', () => {
  it('of one second is that of rows, and a row is made before it is undone', () => {
    const at = '2026-03-10 12:00:00';
    const same = [1, 2].map((id) => row(id, -1, { createdAt: at, undoneAt: at }));
    const sorted = linesOf(same).toReversed().toSorted(byNewest);
    expect(sorted.map(keyOf)).toEqual(['2 undone', '2 made', '1 undone', '1 made']);
  });
});

describe('what was taken back', () => {
  it('is the line of a row whose undo is newer', () => {
    expect(isTakenBack(madeLine(UNDONE), UNDONE)).toBe(true);
    const undo: Line = { ...madeLine(UNDONE), ...undoneLine(UNDONE) };
    expect(isTakenBack(undo, UNDONE)).toBe(false);
    expect(isTakenBack(madeLine(GRANT), GRANT)).toBe(false);
    // PHP knows whole seconds: its undo may stand before what it undid.
    const early = { ...UNDONE, undoneAt: '2026-03-10 10:59:59' };
    expect(isTakenBack(madeLine(early), early)).toBe(false);
  });
});

describe('two looks at packages', () => {
  it('differ by each thing that decides', () => {
    expect(areSame([count(6)], [count(6)])).toBe(true);
    for (const other of [
      [count(5)],
      [count(6, { version: 4 })],
      [count(6, { isBehind: true })],
      [count(6), count(6, { packageId: 2 })],
    ]) {
      expect(areSame([count(6)], other)).toBe(false);
    }
  });
});
