import { roleOfUserType } from '../common/actor.js';
import type { Access } from '../http/api-request.js';

/** Somebody who is there: with one of the tokens that were asked for, or none of them. */
export interface Holder {
  readonly userId: number;
  readonly userTypeId: number;
  /** Whether PHP keeps them out. */
  readonly isOut: boolean;
  readonly deviceTokenId: number | null;
  /** Of the token. */
  readonly expiresAt: Date | null;
}

/**
 * Says of an access whether it still lets its person in, given who is there, which of their tokens
 * are not revoked, and which sign-ins nobody has ended. The role is the one they came in with.
 */
export function isStillOpen(
  holders: readonly Holder[],
  signIns: readonly string[],
): (access: Access) => boolean {
  const people = new Map(holders.map((holder) => [holder.userId, holder]));
  const open = new Set(signIns);
  const tokens = new Map(holders.map((holder) => [holder.deviceTokenId, holder]));
  return ({ person, endsAt, deviceTokenId, signInId }) => {
    if (signInId !== null && !open.has(signInId)) return false;
    const found = deviceTokenId === null ? people.get(person.id) : tokens.get(deviceTokenId);
    if (found?.userId !== person.id || found.isOut) return false;
    // Ids begin anew where the table was given up and made again; a token of then is none of now.
    const isThisOne = deviceTokenId === null || found.expiresAt?.getTime() === endsAt.getTime();
    return isThisOne && roleOfUserType(found.userTypeId) === person.role;
  };
}
