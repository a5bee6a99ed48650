import { describe, expect, it } from 'vitest';
import { checkFreezes, type FreezeRow } from './frozen-rules.js';

const row = (more: Partial<FreezeRow> = {}): FreezeRow => ({
  ...{ id: 7, packageId: 1, memberId: 6, from: '2026-12-01', to: '2026-12-14', daysAdded: 14 },
  ...more,
});
const check = (frozenDays: string | null, ...rows: FreezeRow[]) =>
  checkFreezes({ id: 1, memberId: 6, frozenDays }, rows).map(({ what }) => what);

describe('the law of freezes', () => {
  it('holds for what the package says, in the order of days', () => {
    const later = row({ id: 3, from: '2026-12-20', to: null, daysAdded: null });
    expect(check('7:2026-12-01/2026-12-14;3:2026-12-20/', later, row())).toEqual([]);
    expect(check('7:2026-12-01/2026-12-14', row({ daysAdded: 0 }))).toEqual([]);
    // One that was taken back is none.
    expect(check(null, row({ to: '2026-11-30', daysAdded: 0 }))).toEqual([]);
  });

  it.each([
    ['other days', '7:2026-12-01/2026-12-13', [row()], 'says it is frozen'],
    ['no days', null, [row()], 'says it is frozen on no day'],
    ['no freezes', '7:2026-12-01/2026-12-14', [], 'its freezes on no day'],
    ['other days moved', '7:2026-12-01/2026-12-14', [row({ daysAdded: 13 })], 'by 13 days'],
    ['nothing said', '7:2026-12-01/2026-12-14', [row({ daysAdded: null })], 'by no days'],
    ['open days moved', '7:2026-12-01/', [row({ to: null })], 'by 14 days'],
    ['another member', '7:2026-12-01/2026-12-14', [row({ memberId: 5 })], 'of member 5'],
    [
      'a day twice',
      '7:2026-12-01/2026-12-14;8:2026-12-14/2026-12-14',
      [row(), row({ id: 8, from: '2026-12-14', daysAdded: 1 })],
      'is frozen twice by 7 and 8',
    ],
  ])('is broken by %s', (_, says, rows, what) => {
    expect(check(says, ...rows)).toEqual([expect.stringContaining(what)]);
  });
});
