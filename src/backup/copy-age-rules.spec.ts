import { describe, expect, it } from 'vitest';
import { ageLine, type InUse, standingOf } from './copy-age-rules.js';

const at = (time: string) => new Date(`2026-11-26T${time}Z`);
const copy = { changes: 10, newest: { id: 12, at: at('20:00:00') } };
const inUse: InUse = {
  changes: 10,
  newest: { id: 12, at: at('20:00:00') },
  hasNewestOfCopy: true,
};

describe('the age of a copy', () => {
  it.each([
    ['20:00:59', '0 min ago'],
    ['21:17:00', '1 h 17 min ago'],
    // A clock that goes wrong makes no copy younger than it is.
    ['19:00:00', '0 min ago'],
  ])('at %s is %s', (now, words) => {
    const line = `Newest of 10 changes in it: activity 12 of 2026-11-26T20:00:00Z, ${words}`;
    expect(ageLine(copy, at(now))).toBe(line);
  });

  it('is in days where it is long, and none where there is no time or no change', () => {
    expect(ageLine(copy, new Date('2026-12-01T20:00:00Z'))).toMatch(/, 5 days ago$/);
    expect(ageLine({ changes: 1, newest: { id: 3, at: null } }, at('21:00:00'))).toMatch(/ 3$/);
    expect(ageLine({ changes: 0, newest: null }, at('21:00:00'))).toMatch(/log is empty/);
  });
});

describe('a copy beside the database in use', () => {
  it('is whole where it has as many changes', () => {
    expect(standingOf(copy, inUse)).toEqual({
      isOld: false,
      isCompared: true,
      lines: ['It holds every change of the database in use.'],
    });
  });

  it('is old where it lacks changes, whatever their ids', () => {
    const later = { ...inUse, changes: 13, newest: { id: 15, at: at('20:00:05') } };
    expect(standingOf(copy, later)).toEqual({
      isOld: true,
      isCompared: true,
      lines: [
        'OLD: the database in use has 3 changes more, the newest activity 15 of ' +
          '2026-11-26T20:00:05Z',
      ],
    });
    expect(standingOf({ changes: 0, newest: null }, inUse).isOld).toBe(true);
  });

  it('is old where as many rows of the log were deleted as it lacks', () => {
    const later = { ...inUse, newest: { id: 15, at: at('20:00:05') } };
    expect(standingOf(copy, later).isOld).toBe(true);
  });

  it('is of another one where its newest change is not there, or is another', () => {
    const other = standingOf(copy, { ...inUse, hasNewestOfCopy: false });
    expect(other.isOld).toBe(true);
    expect(other.lines.join(' ')).toMatch(/does not have its change 12: it is another one/);
  });

  it('says that there is nothing to compare it with', () => {
    const { isOld, isCompared, lines } = standingOf(copy, undefined);
    expect({ isOld, isCompared }).toEqual({ isOld: false, isCompared: false });
    expect(lines).toEqual([expect.stringMatching(/^NOT COMPARED: there is no database in use/)]);
  });
});
