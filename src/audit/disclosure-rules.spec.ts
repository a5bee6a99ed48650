import { describe, expect, it } from 'vitest';
import type { Role } from '../common/actor.js';
import { disclosedTo, type Telling } from './disclosure-rules.js';

const NAME = { firstName: 'Tom', lastName: 'Baker' };
const ROW = {
  actorId: 3,
  before: { ...NAME, email: 'old@example.com' },
  after: { ...NAME, email: 'new@example.com' },
  requestId: 'a-request',
  ip: '192.0.2.7',
} satisfies Telling;
const seenBy = (role: Role, id: number, row: Partial<Telling> = {}) =>
  disclosedTo({ id, role }, { ...ROW, ...row });

describe('what a row of the log discloses', () => {
  it.each(['admin', 'staff'] as const)('everything to %s', (role) => {
    const { before, after, requestId, ip } = ROW;
    expect(seenBy(role, 9)).toEqual({ before, after, requestId, ip, hidden: [] });
  });

  it('to others that contact data changed, and neither what it was nor from where', () => {
    const seen = seenBy('coach', 9);
    expect(seen).toEqual({
      ...{ before: NAME, after: NAME, hidden: ['email'] },
      ...{ requestId: null, ip: null },
    });
  });

  it('to who did it, from where', () => {
    const seen = seenBy('coach', 3);
    expect(seen).toMatchObject({ requestId: 'a-request', ip: '192.0.2.7', hidden: ['email'] });
    expect(JSON.stringify(seen)).not.toContain('@');
  });

  it('nothing hidden where contact data stayed as it was, or there was none', () => {
    expect(seenBy('coach', 9, { before: ROW.after }).hidden).toEqual([]);
    expect(seenBy('coach', 9, { before: null, after: { remaining: 1 } })).toMatchObject({
      ...{ before: null, after: { remaining: 1 }, hidden: [] },
    });
    expect(seenBy('coach', 9, { before: null }).hidden).toEqual(['email']);
  });
});
