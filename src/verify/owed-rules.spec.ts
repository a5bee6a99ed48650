import { describe, expect, it } from 'vitest';
import { checkSettled, type SettledSession } from './owed-rules.js';

const settled = (about: Partial<SettledSession> = {}): SettledSession => ({
  ...{ id: 1, memberId: 6, day: '2026-03-10', isCancelled: false, usageId: 12 },
  ...{ usageMemberId: 6, usageDay: '2026-03-10', named: 1 },
  ...about,
});

describe('an owed session that was settled', () => {
  it.each([
    ['as it should be', {}, []],
    ['by a usage that PHP has deleted', { usageMemberId: null, usageDay: null }, []],
    ['and cancelled', { isCancelled: true }, ['owed session 1 is settled and cancelled']],
    ['twice', { named: 2 }, ['owed session 1 names usage 12, as others do']],
    [
      'by the session of somebody else',
      { usageMemberId: 7 },
      ['owed session 1 of member 6 on 2026-03-10 names usage 12 of another member or day'],
    ],
    [
      'by the session of another day',
      { usageDay: '2026-03-11' },
      ['owed session 1 of member 6 on 2026-03-10 names usage 12 of another member or day'],
    ],
  ])('%s', (_, about, said) => {
    const found = checkSettled(settled(about));
    expect(found).toEqual(said.map((what) => ({ law: 'links', what })));
  });
});
