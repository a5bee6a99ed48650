import { describe, expect, it } from 'vitest';
import { isStudioDay } from '../../../src/common/studio-day.js';
import { activityEn } from '../texts/activity-en.js';
import { actionGroups, isWrongOrder, queryOf, readQuery, type Shown } from './filter.js';

const read = (query: string) => readQuery(new URLSearchParams(query), isStudioDay);

describe('readQuery', () => {
  it('reads the filters of a URL', () => {
    const query = 'memberId=6&actorId=3&action=session.used&outcome=refused&from=2026-11-01';
    expect(read(`${query}&to=2026-11-22&signIns=1`)).toEqual({
      ...{ memberId: 6, actorId: 3, action: 'session.used', outcome: 'refused' },
      ...{ from: '2026-11-01', to: '2026-11-22', signIns: true },
    });
  });

  it('ignores invalid filters', () => {
    const query = 'memberId=-1&actorId=x&action=toString&outcome=maybe&from=2026-02-30&to=&a=b';
    expect(read(query)).toEqual({});
  });

  it('reads back what it wrote', () => {
    const shown: Shown = {
      memberId: 6,
      action: 'balance.adjusted',
      reasonCode: 'goodwill',
      to: '2026-11-22',
      signIns: true,
    };
    expect(read(queryOf(shown).toString())).toEqual(shown);
  });
});

it('a code that cannot be one is ignored', () => {
  const ofCode = (code: string) => readQuery(new URLSearchParams({ reasonCode: code }), () => true);
  expect(ofCode('goodwill')).toEqual({ reasonCode: 'goodwill' });
  for (const code of ['Goodwill', 'g', '', 'good will']) expect(ofCode(code)).toEqual({});
});

describe('actionGroups', () => {
  it('offers every action once', () => {
    const offered = Object.values(actionGroups()).flat();
    expect(offered.toSorted()).toEqual(Object.keys(activityEn.actions).toSorted());
  });
});

describe('isWrongOrder', () => {
  it('compares only two days that are chosen', () => {
    expect(isWrongOrder('2026-11-22', '2026-11-21')).toBe(true);
    expect(isWrongOrder('2026-11-22', '2026-11-22')).toBe(false);
    expect(isWrongOrder('2026-11-22', '')).toBe(false);
    expect(isWrongOrder(undefined, '2026-11-21')).toBe(false);
  });
});
