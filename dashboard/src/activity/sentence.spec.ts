import { describe, expect, it } from 'vitest';
import type { ActivityDto } from '../api/generated/types.gen.js';
import { activityEn } from '../texts/activity-en.js';
import { changeOf, isSaid, packageChangeOf, sentenceOf, unnamedActorOf } from './sentence.js';

const words = activityEn;
const ANA = { id: 3, name: 'Ana Silva', role: 'coach' };
const base = { actor: ANA, outcome: 'done', memberId: 6, memberName: 'Tom Baker' } as const;
const books = (before: number | null, after: number | null) => ({
  before: before === null ? null : { version: 1, remaining: before },
  after: after === null ? null : { version: 2, remaining: after },
});

describe('sentenceOf', () => {
  it('has the actor, the member and both balances of a correction', () => {
    const row = { ...base, action: 'balance.adjusted', ...books(6, 8) } as const;
    expect(sentenceOf(row, words)).toBe('Ana Silva corrected Tom Baker’s count: 6 → 8');
  });

  it('has the number of sessions that were sold', () => {
    const after = { remaining: 20, granted: 20 };
    const row = { ...base, action: 'package.granted', before: null, after } as const;
    expect(sentenceOf(row, words)).toBe('Ana Silva sold Tom Baker a package of 20 sessions');
  });

  it('says whose sessions were transferred, and who has got them', () => {
    const row = { ...base, action: 'package.transferred', ...books(8, 0) } as const;
    expect(sentenceOf(row, words)).toBe('Ana Silva transferred sessions of Tom Baker: 8 → 0');
    const arrived = { ...row, ...books(null, 8), code: 'arrived' } as const;
    expect(sentenceOf(arrived, words)).toBe('Ana Silva transferred sessions to Tom Baker');
    expect([isSaid('arrived'), isSaid('usages_removed')]).toEqual([true, false]);
  });

  it('has no number for a package that is not counted', () => {
    const after = { remaining: null, granted: null };
    const row = { ...base, action: 'package.granted', before: null, after } as const;
    expect(sentenceOf(row, words)).toBe('Ana Silva sold Tom Baker a package');
  });

  it('says that the days of a package began with a session, or wait for one again', () => {
    const row = { ...base, action: 'package.changed', code: 'first_use', before: null } as const;
    const end = { expiresAt: '2026-04-08T21:59:59.000Z' };
    expect(sentenceOf({ ...row, after: end }, words)).toBe(
      'The days of a package of Tom Baker began with a session',
    );
    expect(sentenceOf({ ...row, after: { expiresAt: null } }, words)).toBe(
      'The days of a package of Tom Baker wait for a session again',
    );
  });

  it('has the attempted action of a refusal', () => {
    const row = { ...base, action: 'session.used', outcome: 'refused', ...books(0, null) } as const;
    expect(sentenceOf(row, words)).toBe(
      'Refused: Ana Silva wanted to count a session for Tom Baker',
    );
  });

  it('names programs and people who were not signed in', () => {
    const actor = { id: null, name: null, role: 'anonymous' };
    const nobody = { actor, memberId: null, memberName: null, before: null, after: null };
    const row = { ...nobody, action: 'auth.signed_in', outcome: 'failed' } as const;
    expect(sentenceOf(row, words)).toBe('Failed: Somebody tried to sign in');
  });

  it('has a sentence for everything, done or not', () => {
    for (const action of Object.keys(words.actions) as ActivityDto['action'][]) {
      for (const outcome of ['done', 'refused', 'failed'] as const) {
        const text = sentenceOf({ ...base, action, outcome, ...books(null, null) }, words);
        expect(text).toMatch(/Tom Baker|Ana Silva/);
        expect(text).not.toContain('undefined');
      }
    }
  });
});

describe('unnamedActorOf', () => {
  const row = { ...base, action: 'session.deducted', ...books(7, 6) } as const;

  it('names who deducted, because the sentence does not', () => {
    expect(unnamedActorOf(row, words)).toBe('by Ana Silva');
  });

  it('has a text for members who did it themselves', () => {
    const actor = { id: 6, name: 'Tom Baker', role: 'member' };
    expect(unnamedActorOf({ ...row, actor }, words)).toBe('by the member');
  });

  it('has a text for programs', () => {
    const actor = { id: null, name: null, role: 'system' };
    expect(unnamedActorOf({ ...row, actor }, words)).toBe('automatically');
    expect(unnamedActorOf({ ...row, actor, action: 'balance.external' }, words)).toBeNull();
  });

  it('is null where the sentence names the actor', () => {
    expect(unnamedActorOf({ ...row, action: 'session.used' }, words)).toBeNull();
  });
});

describe('changeOf', () => {
  it('is null where nothing is counted, or the count stayed', () => {
    expect(changeOf(books(null, 8))).toBeNull();
    expect(changeOf(books(8, 8))).toBeNull();
    expect(changeOf({ before: { remaining: null }, after: { remaining: 4 } })).toBeNull();
    expect(changeOf(books(1, 0))).toEqual({ before: 1, after: 0 });
  });
});

describe('packageChangeOf', () => {
  const terms = { status: 'active', expiresAt: '2026-12-01', approvals: { coach: 'pending' } };
  const to = (change: object) => packageChangeOf({ before: terms, after: { ...terms, ...change } });

  it('finds the most important change', () => {
    expect(to({ status: 'disconnected', expiresAt: null })).toBe('ended');
    expect(to({ approvals: { coach: 'rejected' } })).toBe('rejected');
    expect(to({ approvals: { coach: 'approved' }, expiresAt: null })).toBe('approved');
    expect(to({ expiresAt: '2027-01-01' })).toBe('moved');
    expect(to({ status: 'expired' })).toBeNull();
  });
});
