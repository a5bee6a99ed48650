import { describe, expect, it } from 'vitest';
import {
  type Cover,
  delivererOf,
  isComingOrCurrent,
  requireCovered,
  requireDays,
  requireEnd,
  requireOther,
  requirePresent,
  requireUncovered,
  type Substituted,
} from './substitution-rules.js';

const [BEN, ANA, CLEO, TOM, UMA] = [1, 2, 3, 6, 7] as const;
const TODAY = '2026-03-10';

function one(about: Partial<Substituted> = {}): Substituted {
  const days = { from: TODAY, to: '2026-03-14' };
  return { id: 1, coachId: BEN, substituteId: ANA, memberId: null, ...days, ...about };
}

/** The code of a refusal; `fine` where there is none. */
function codeOf(attempt: () => void): string {
  try {
    attempt();
    return 'fine';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('days of a substitution', () => {
  it.each([
    [TODAY, TODAY, 'fine'],
    [TODAY, '2026-06-07', 'fine'],
    [TODAY, '2026-06-08', 'substitution_too_long'],
    [TODAY, '2066-03-10', 'substitution_too_long'],
    ['2026-06-08', '2026-06-08', 'fine'],
    ['2026-06-09', '2026-06-09', 'validation_failed'],
    ['2026-03-09', TODAY, 'validation_failed'],
    ['2026-03-11', TODAY, 'validation_failed'],
  ])('from %s to %s are %s', (from, to, code) => {
    expect(codeOf(() => requireDays({ from, to }, TODAY))).toBe(code);
  });

  it.each([
    ['2026-03-20', 'fine'],
    [TODAY, 'fine'],
    ['2026-03-09', 'fine'],
    ['2026-03-08', 'validation_failed'],
    ['2026-06-06', 'substitution_too_long'],
  ])('that began two days ago may end on %s: %s', (to, code) => {
    expect(codeOf(() => requireEnd(one({ from: '2026-03-08' }), to, TODAY))).toBe(code);
  });

  it('are taken back by the day before them, and changed no more when they are over', () => {
    const coming = one({ from: '2026-03-12' });
    expect(codeOf(() => requireEnd(coming, '2026-03-11', TODAY))).toBe('fine');
    expect(codeOf(() => requireEnd(coming, TODAY, TODAY))).toBe('validation_failed');
    expect(codeOf(() => requireEnd(one(), TODAY, '2026-03-15'))).toBe('substitution_over');
    expect(isComingOrCurrent(one(), '2026-03-14')).toBe(true);
    expect(isComingOrCurrent(one(), '2026-03-15')).toBe(false);
    expect(isComingOrCurrent(one({ from: '2026-03-12', to: '2026-03-11' }), TODAY)).toBe(false);
  });
});

describe('who may stand in', () => {
  it('is another person', () => {
    expect(codeOf(() => requireOther(BEN, BEN))).toBe('same_coach');
    expect(codeOf(() => requireOther(BEN, ANA))).toBe('fine');
  });

  it.each<[string, Partial<Substituted>, string]>([
    ['all members on one of the days', {}, 'already_substituted'],
    ['one member', { memberId: TOM }, 'already_substituted'],
    ['the days after', { from: '2026-03-15', to: '2026-03-16' }, 'fine'],
    ['another coach', { coachId: CLEO }, 'fine'],
    ['itself', { id: 2 }, 'fine'],
    ['what was taken back', { from: '2026-03-12', to: '2026-03-11' }, 'fine'],
  ])('is one at a time, beside %s', (_, other, code) => {
    expect(codeOf(() => requireUncovered([one(other)], one({ id: 2 })))).toBe(code);
  });

  it('may be another one for each member', () => {
    const others = [one({ memberId: TOM })];
    expect(codeOf(() => requireUncovered(others, one({ id: 2, memberId: UMA })))).toBe('fine');
    const same = one({ id: 2, memberId: TOM });
    expect(codeOf(() => requireUncovered(others, same))).toBe('already_substituted');
  });

  it.each<[string, Partial<Substituted>, string]>([
    ['is replaced', { coachId: ANA, substituteId: CLEO }, 'substitute_away'],
    ['is replaced for one member', { coachId: ANA, substituteId: CLEO, memberId: UMA }, 'fine'],
    [
      'is replaced later',
      { coachId: ANA, substituteId: CLEO, from: '2026-03-15', to: '2026-03-16' },
      'fine',
    ],
    ['stands in elsewhere, too', { coachId: CLEO, substituteId: ANA }, 'fine'],
    [
      'is there, while the coach stands in',
      { coachId: CLEO, substituteId: BEN },
      'substitute_away',
    ],
  ])('is asked of who %s', (_, other, code) => {
    expect(codeOf(() => requirePresent([one(other)], one({ id: 2 })))).toBe(code);
  });

  it('may relieve somebody who stands in of one member', () => {
    const busy = one({ coachId: CLEO, substituteId: BEN });
    expect(codeOf(() => requirePresent([busy], one({ id: 2, memberId: TOM })))).toBe('fine');
  });
});

describe('a day of whoever stands in', () => {
  const cover: Cover = one();

  it('is one of theirs', () => {
    for (const day of [TODAY, '2026-03-14']) {
      expect(codeOf(() => requireCovered([cover], day))).toBe('fine');
    }
    for (const day of ['2026-03-09', '2026-03-15', null]) {
      expect(codeOf(() => requireCovered([cover], day))).toBe('outside_substitution');
    }
    expect(codeOf(() => requireCovered([], '2026-03-09'))).toBe('fine');
  });

  it('names them as who trained', () => {
    const actor = { id: ANA, role: 'coach' } as const;
    const pair = { memberId: TOM, coachId: BEN };
    expect(delivererOf(actor, pair, TODAY, [cover])).toBe(ANA);
    expect(delivererOf(actor, pair, '2026-03-09', [cover])).toBeNull();
    expect(delivererOf(actor, { ...pair, coachId: CLEO }, TODAY, [cover])).toBeNull();
    expect(delivererOf(actor, pair, TODAY, [{ ...cover, memberId: TOM }])).toBe(ANA);
    expect(delivererOf(actor, pair, TODAY, [{ ...cover, memberId: UMA }])).toBeNull();
    expect(delivererOf(actor, pair, TODAY, [])).toBeNull();
  });
});
