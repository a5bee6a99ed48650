import { describe, expect, it } from 'vitest';
import { compareInventories, type InventoryEntry } from './inventory-rules.js';

const table = (name: string, rows: number, checksum = String(rows)): InventoryEntry => {
  return { kind: 'base table', name, definer: null, rows, checksum };
};
const trigger = (name: string, definer = 'root@localhost'): InventoryEntry => {
  return { kind: 'trigger', name, definer };
};
const view = (name: string, more: Partial<InventoryEntry>): InventoryEntry => {
  return { kind: 'view', name, definer: 'root@localhost', ...more };
};

function compare(one: InventoryEntry[], other: InventoryEntry[], inUse = false) {
  const [first, second] = [
    { name: 'gym', entries: one },
    { name: 'copy', entries: other },
  ];
  const { agrees, text } = compareInventories(first, second, { inUse });
  const lines = text.trimEnd().split('\n');
  return { agrees, lines, marked: lines.filter((line) => line.startsWith('*')) };
}

describe('two databases side by side', () => {
  it('agree where objects, rows and contents are the same', () => {
    const all = [table('user', 7), trigger('notify'), view('summary', { rows: 3 })];
    expect(compare(all, all)).toEqual({
      agrees: true,
      marked: [],
      lines: [
        '                             gym      copy',
        '  base table                   1         1',
        '  trigger                      1         1',
        '  view                         1         1',
        '  rows of tables               7         7',
        'copy holds what gym holds.',
      ],
    });
  });

  it.each([
    ['a missing table', [table('user', 7)], [], 'base table user is not in copy'],
    ['a table too many', [], [table('old', 1)], 'base table old is in copy only'],
    ['a missing trigger', [trigger('notify')], [], 'trigger notify is not in copy'],
    ['rows', [table('user', 7)], [table('user', 6)], 'base table user: 7 rows, 6 rows'],
    [
      'contents',
      [table('user', 7, 'a')],
      [table('user', 7, 'b')],
      'base table user: 7 rows on both sides, with other contents',
    ],
    [
      'a table that became a view',
      [table('usage', 7)],
      [view('usage', { rows: 7 })],
      'base table usage is not in copy',
    ],
    [
      'a view that cannot be read',
      [view('summary', { rows: 3 })],
      [view('summary', { fault: 'no such user' })],
      'view summary cannot be read: no such user',
    ],
  ])('differ by %s', (_, one, other, line) => {
    const { agrees, marked } = compare(one, other);
    expect(agrees).toBe(false);
    expect(marked).toContain(`* ${line}`);
  });

  it('tell another definer, and what could be read in neither', () => {
    const one = [trigger('notify'), view('broken', { fault: 'gone' })];
    const other = [trigger('notify', 'gym@%'), view('broken', { fault: 'gone' })];
    const { agrees, lines } = compare(one, other);
    expect(agrees).toBe(true);
    expect(lines).toContain('  trigger notify ran in the name of root@localhost, now gym@%');
    expect(lines).toContain('  view broken can be read in neither: gone');
  });

  it.each([
    [1_000, 990, true],
    [1_000, 1_080, true],
    [50_000, 49_600, true],
    [50_000, 49_400, false],
    [1_000, 800, false],
    [60, 0, false],
  ])('while the first is in use, %i rows and %i agree: %s', (rows, copied, agrees) => {
    const result = compare([table('usage', rows)], [table('usage', copied)], true);
    expect(result.agrees).toBe(agrees);
    expect(result.lines).toContain(
      `${agrees ? ' ' : '*'} base table usage: ${rows} rows, ${copied} rows`,
    );
  });

  it('while the first is in use, other contents are no difference', () => {
    expect(compare([table('user', 7, 'a')], [table('user', 7, 'b')], true).agrees).toBe(true);
  });
});
