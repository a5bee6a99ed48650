import { describe, expect, it } from 'vitest';
import { Problem } from '../common/problem.js';
import { fieldsOf } from '../http/request-fields.js';
import { readAdjustment, readMember, readUndo, readUsage, readUserAndCoach } from './php-input.js';

/** The field that a reader misses, or what it read. */
function fieldMissed(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error instanceof Problem ? error.extras.errors?.[0]?.field : error;
  }
}

describe('the fields of a request', () => {
  it('come from query and body, and the body wins', () => {
    const query = { member_id: '5', action: 'x' };
    expect({ ...fieldsOf({ query, body: { member_id: 6, other: null } }) }).toEqual({
      member_id: 6,
      action: 'x',
    });
    expect(readMember(fieldsOf({ query, body: { member_id: null } }))).toBe(5);
    expect(readMember(fieldsOf({ query, body: undefined }))).toBe(5);
  });

  it('are nothing but what was sent', () => {
    const fields = fieldsOf({ query: {}, body: { ['__proto__']: { member_id: 6 } } });
    expect(fields.member_id).toBeUndefined();
    expect(fields.toString).toBeUndefined();
  });
});

describe('an id', () => {
  it.each([6, '6', ' 6 ', '+6', '006'])('is read from %j', (member_id) => {
    expect(readMember({ member_id })).toBe(6);
  });

  it.each([
    ...[undefined, null, '', ' ', 0, '0', -1, '-1', 1.5, '1.5', '1e3', '0x10', 'abc', '6abc'],
    ...[true, [], [6], ['6'], {}, { id: 6 }, NaN, Infinity, 2_147_483_648, '2147483648', 1e300],
    ...['6\u0000', '６', '9'.repeat(400)],
  ])('is not %j', (member_id) => {
    expect(fieldMissed(() => readMember({ member_id }))).toBe('member_id');
  });

  it('is asked for by the name that the action has for it', () => {
    const all = { user_id: 1, member_id: 2, coach_id: 3, usage_id: 4 };
    expect(readUserAndCoach(all)).toEqual({ memberId: 1, coachId: 3 });
    expect(readUndo(all)).toEqual({ memberId: 2, usageId: 4 });
    expect(fieldMissed(() => readUserAndCoach({ ...all, coach_id: 'x' }))).toBe('coach_id');
    expect(fieldMissed(() => readUndo({ ...all, usage_id: 'x' }))).toBe('usage_id');
  });
});

describe('an adjustment', () => {
  const read = (fields: object) => readAdjustment({ member_id: 2, ...fields });

  it.each([
    [3, 3],
    ['-3', -3],
    ['+1000', 1000],
    [-1000, -1000],
  ])('of %j is %j, for the usual reason', (adjustment, number) => {
    const reason = 'Manual adjustment by coach';
    expect(read({ adjustment })).toEqual({ memberId: 2, adjustment: number, reason });
  });

  it.each([undefined, null, '', 0, '0', false])('names no coach by %j', (coach_id) => {
    const fields = coach_id === null ? {} : { coach_id };
    expect(read({ adjustment: 1, ...fields })).not.toHaveProperty('coachId');
  });

  it('names a coach by an id', () => {
    expect(read({ adjustment: 1, coach_id: '7' })).toMatchObject({ coachId: 7 });
    for (const coach_id of ['x', -1, 1.5, true, [7], {}]) {
      expect(fieldMissed(() => read({ adjustment: 1, coach_id }))).toBe('coach_id');
    }
  });

  it.each([undefined, '', 0, '0', '-0', 1.5, 'abc', [1], {}, true, 1e300])(
    'is missing where it is %j',
    (adjustment) => {
      expect(fieldMissed(() => read({ adjustment }))).toBe('adjustment');
    },
  );

  it.each([1001, '-1001', 999_999_999_999])('of %j is too large', (adjustment) => {
    expect(() => read({ adjustment })).toThrow('from -1000 to 1000');
  });

  it.each([
    ['A present', 'A present'],
    ['  A present ', 'A present'],
    ['   ', 'Manual adjustment by coach'],
    [7, '7'],
    ['x'.repeat(500), 'x'.repeat(500)],
  ])('for the reason %j says %j', (reason, said) => {
    expect(read({ adjustment: 1, reason }).reason).toBe(said);
  });

  it.each(['x'.repeat(501), 'a\u0000b', '\ud800', ['a'], {}, true])(
    'takes no reason such as %j',
    (reason) => {
      expect(fieldMissed(() => read({ adjustment: 1, reason }))).toBe('reason');
    },
  );
});

describe('a usage', () => {
  const read = (fields: object) => readUsage({ member_id: 2, coach_id: 3, ...fields });

  it('needs no day and no reason', () => {
    const reason = 'Manual session usage by coach';
    expect(read({})).toEqual({ memberId: 2, coachId: 3, reason });
    expect(read({ usage_date: '' })).toEqual({ memberId: 2, coachId: 3, reason });
    expect(read({ usage_date: '2026-03-09', reason: 'x' })).toEqual({
      memberId: 2,
      coachId: 3,
      usageDate: '2026-03-09',
      reason: 'x',
    });
  });

  it.each(['2026-02-30', 'today', '09.03.2026', '2026-03-09 10:00:00', 20260309, [], {}, true])(
    'is of no day such as %j',
    (usage_date) => {
      expect(fieldMissed(() => read({ usage_date }))).toBe('usage_date');
    },
  );
});
