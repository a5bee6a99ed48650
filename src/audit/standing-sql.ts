import { roleOfUserType } from '../common/actor.js';
import { Problem } from '../common/problem.js';
import type { Question } from '../database/statement.js';
import type { Access } from '../http/api-request.js';
import type { MarkedPasswords } from './marked-passwords.js';

interface Standing {
  readonly userTypeId: number;
  /** Null where the sign-in or device token has ended; undefined where there is none. */
  readonly held?: number | string | null;
  /** Of a sign-in: the password that the account has, and the mark of that which was given. */
  readonly password?: string | null;
  readonly mark?: string | null;
}

/** How a row is found that must be there still for somebody to act by it. */
interface Held {
  readonly select: string;
  readonly join: string;
  readonly values: readonly (string | number)[];
}

/**
 * Asks whether somebody may still act by what they were let in with: an access token is believed
 * for minutes, and a request may wait for others. Throws `not_signed_in` where the account is gone
 * or has another role by now, or another password than its sign-in began with, or its sign-in or
 * device token has ended.
 */
export function standingOf(access: Access, passwords: MarkedPasswords): Question {
  const { select, join, values } = heldBy(access);
  return {
    sql: `SELECT u.user_type_id AS userTypeId${select} FROM \`user\` u${join} WHERE u.id = ?`,
    values: [...values, access.person.id],
    check: ([found]) => {
      requireStanding(found as Standing | undefined, access, passwords);
    },
  };
}

function heldBy({ signInId, deviceTokenId }: Access): Held {
  if (deviceTokenId !== null) {
    const join = ` LEFT JOIN coach_device_token h
      ON h.id = ? AND h.user_id = u.id AND h.revoked_at IS NULL`;
    return { select: ', h.id AS held', join, values: [deviceTokenId] };
  }
  // Tokens of the release before, which last for minutes, name none.
  if (signInId === null) return { select: '', join: '', values: [] };
  const join = ` LEFT JOIN coach_sign_in h
    ON h.family = ? AND h.user_id = u.id AND h.ended_at IS NULL`;
  const select = ', u.password, h.family AS held, h.password_mark AS mark';
  return { select, join, values: [signInId] };
}

function requireStanding(
  found: Standing | undefined,
  { person }: Access,
  passwords: MarkedPasswords,
): void {
  if (!found) throw new Problem('not_signed_in', 'This account does not exist any more.');
  if (found.held === null) {
    throw new Problem('not_signed_in', 'This sign-in or device token has ended. Sign in again.');
  }
  const stored = { id: person.id, password: found.password ?? '' };
  if (!passwords.fits(found.mark ?? null, stored)) {
    throw new Problem('not_signed_in', 'The password has changed. Sign in again.');
  }
  if (roleOfUserType(found.userTypeId) !== person.role) {
    throw new Problem('not_signed_in', 'Your role has changed. Refresh the access token.');
  }
}
