import { describe, expect, it } from 'vitest';
import { studioDayOf } from '../../../src/common/studio-day.js';
import { byDay } from './by-day.js';

describe('byDay', () => {
  it('splits rows at midnight in the studio', () => {
    const rows = ['2026-11-22T05:30:00Z', '2026-11-22T04:30:00Z', '2026-11-21T12:00:00Z'].map(
      (at) => ({ at }),
    );
    const days = byDay(rows, ({ at }) => studioDayOf(new Date(at), 'America/New_York'));
    expect(days).toEqual([
      { day: '2026-11-22', rows: [rows[0]] },
      { day: '2026-11-21', rows: [rows[1], rows[2]] },
    ]);
  });
});
