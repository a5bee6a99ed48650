import { describe, expect, it } from 'vitest';
import type { Role } from '../common/actor.js';
import { type Holder, isStillOpen } from './access-rules.js';

const ENDS = new Date('2026-06-01T08:15:00Z');
const [STAFF, COACH] = [2, 3];

const holder = (userId: number, more: Partial<Holder> = {}): Holder => ({
  ...{ userId, userTypeId: COACH, isOut: false, deviceTokenId: null, expiresAt: null },
  ...more,
});
const access = (id: number, deviceTokenId: number | null = null, role: Role = 'coach') => ({
  ...{ person: { id, role }, endsAt: ENDS, deviceTokenId, signInId: null as string | null },
});
const bySignIn = (id: number, signInId: string) => ({ ...access(id), signInId });

describe('an access', () => {
  const phone = { deviceTokenId: 70, expiresAt: ENDS };
  const people = [
    holder(1, phone),
    holder(1, { ...phone, deviceTokenId: 71 }),
    holder(2),
    holder(3, { isOut: true }),
    holder(4, { ...phone, deviceTokenId: 74, isOut: true }),
    holder(5, { userTypeId: STAFF }),
    holder(6, { deviceTokenId: 76, expiresAt: new Date(ENDS.getTime() + 1000) }),
  ];
  const isOpen = isStillOpen(people, ['goes on']);

  it('stays open with its sign-in', () => {
    expect(isOpen(bySignIn(2, 'goes on'))).toBe(true);
  });

  it.each([
    [1, null],
    [1, 70],
    [1, 71],
    [2, null],
    [6, null],
  ])('stays open: person %s, device token %s', (id, token) => {
    expect(isOpen(access(id, token))).toBe(true);
  });

  it.each([
    ['of a revoked token', access(2, 72)],
    ['of somebody else’s token', access(2, 70)],
    ['of a token of another time', access(6, 76)],
    ['of whom PHP keeps out', access(3)],
    ['of whom PHP keeps out, by a token', access(4, 74)],
    ['of somebody with another role now', access(5)],
    ['of a token, in another role now', access(1, 70, 'member')],
    ['of a sign-in that was ended', bySignIn(2, 'ended')],
    ['of whom PHP keeps out, by a sign-in', bySignIn(3, 'goes on')],
    ['of nobody', access(9)],
  ])('is ended: %s', (_, one) => {
    expect(isOpen(one)).toBe(false);
  });
});
