import { roleOfUserType } from '../common/actor.js';
import { Problem } from '../common/problem.js';
import type { Question } from '../database/statement.js';
import type { Access } from '../http/api-request.js';

interface Standing {
  readonly userTypeId: number;
  /** Null where the sign-in or device token has ended; undefined where there is none. */
  readonly held?: number | string | null;
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
 * or has another role by now, or its sign-in or device token has ended.
 */
export function standingOf(access: Access): Question {
  const { select, join, values } = heldBy(access);
  return {
    sql: `SELECT u.user_type_id AS userTypeId${select} FROM \`user\` u${join} WHERE u.id = ?`,
    values: [...values, access.person.id],
    check: ([found]) => {
      requireStanding(found as Standing | undefined, access);
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
  return { select: ', h.family AS held', join, values: [signInId] };
}

function requireStanding(found: Standing | undefined, { person }: Access): void {
  if (!found) throw new Problem('not_signed_in', 'This account does not exist any more.');
  if (found.held === null) {
    throw new Problem('not_signed_in', 'This sign-in or device token has ended. Sign in again.');
  }
  if (roleOfUserType(found.userTypeId) !== person.role) {
    throw new Problem('not_signed_in', 'Your role has changed. Refresh the access token.');
  }
}
