import { describe, expect, it } from 'vitest';
import { Checkpoint, readCheckpoint } from './checkpoint-rules.js';
import { brokenBy, type SealedRow, sealsOf } from './seal-rules.js';

const NOW = { at: new Date('2026-06-20T12:00:00Z'), addressDays: 90 };
const ON_MARCH_10 = '2026-03-10 12:00:00.000';
const ON_MARCH_30 = '2026-03-30 12:00:00.000';

function row(id: number, createdAt: string | null, ip: string | null = '192.0.2.1'): SealedRow {
  return { id, createdAt, facts: ['session.used', id, null], addresses: [ip, null] };
}
const ROWS = [row(1, ON_MARCH_10), row(2, ON_MARCH_10), row(4, ON_MARCH_30)];
const [early, late] = sealsOf(ROWS, undefined);
if (!early || !late) throw new Error('two days make two seals');

describe('seals', () => {
  it('are about one day each, and leave no id out', () => {
    expect([early, late]).toMatchObject([
      { from: 1, to: 2, rows: 2, day: '2026-03-10' },
      { from: 3, to: 4, rows: 1, day: '2026-03-30' },
    ]);
    expect(sealsOf([row(9, ON_MARCH_30)], late)).toMatchObject([{ from: 5, to: 9 }]);
  });

  it.each([
    ['one is missing', [row(1, ON_MARCH_10)], '1 rows, not 2'],
    ['one was added', [...ROWS], '3 rows, not 2'],
    ['a time is another', [row(1, ON_MARCH_10), row(2, ON_MARCH_30)], 'a row is another'],
  ] as const)('tell where %s', (_, rows, what) => {
    expect(brokenBy(early, ROWS.slice(0, 2), NOW)).toBeUndefined();
    expect(brokenBy(early, rows, NOW)).toBe(what);
  });

  it('allow that IP addresses are forgotten when their time is over, and no earlier', () => {
    const forgotten = ROWS.map(({ id, createdAt }) => row(id, createdAt, null));
    const [first, second] = [forgotten.slice(0, 2), forgotten.slice(2)];
    expect(brokenBy(early, first, NOW)).toBeUndefined();
    expect(brokenBy(late, second, NOW)).toBe('an IP address or user agent is another');
    expect(brokenBy(early, first, { ...NOW, addressDays: 0 })).toMatch(/^an IP address/);
  });
});

describe('a checkpoint', () => {
  const { text } = new Checkpoint([early, late]);

  it('is read as it was written', () => {
    expect(readCheckpoint(text).kept).toEqual([early, late]);
    expect(readCheckpoint(new Checkpoint().text).newest).toBeUndefined();
  });

  it.each([
    ['is another file', 'hello\n'],
    ['was edited', text.replace('"rows":2', '"rows":1')],
    ['has lost a seal', text.split('\n').toSpliced(1, 1).join('\n')],
    ['is cut off', text.slice(0, -20)],
  ])('is refused where it %s', (_, damaged) => {
    expect(() => readCheckpoint(damaged)).toThrow();
  });
});
