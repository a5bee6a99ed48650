import { roleOfUserType } from '../common/actor.js';
import type { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { type DbInstant, fromDb } from '../database/instants.js';
import type { Question } from '../database/statement.js';
import type { Access } from '../http/api-request.js';
import { requireConfirmed, requireOwnSignIn } from './confirmation-rules.js';
import type { MarkedPasswords } from './marked-passwords.js';

interface Found {
  readonly userTypeId: number;
  /** Whether PHP signs this person in no more. */
  readonly isOut: number | string | boolean;
  /** Null where the sign-in or device token has ended; undefined where there is none. */
  readonly held?: number | string | null;
  /** Of a sign-in: the password that the account has, and the mark of that which was given. */
  readonly password?: string | null;
  readonly mark?: string | null;
  /** When that was given last. */
  readonly confirmedAt?: DbInstant | null;
}

/** How a row is found that must be there still for somebody to act by it. */
interface Held {
  readonly select: string;
  readonly join: string;
  readonly values: readonly (string | number)[];
}

/**
 * Whether somebody may still act by what they were let in with: an access token is believed for
 * minutes, and a request may wait for others. Where the work asks for the password, its last time
 * is looked at by the same question.
 */
export class Standing {
  private asks: boolean;
  private found: Found | undefined;

  constructor(
    private readonly access: Access,
    private readonly passwords: MarkedPasswords,
    private readonly clock: Clock,
    /** SQL of `PhpAccounts`, of the row `u`. */
    private readonly isOut: string,
  ) {
    this.asks = access.asksPassword ?? false;
  }

  /**
   * Asks. Throws `not_signed_in` where the account is gone, is kept out or has another role by now,
   * or another password than its sign-in began with, or its sign-in or device token has ended.
   */
  get question(): Question {
    const { select, join, values } = heldBy(this.access);
    return {
      sql: `SELECT u.user_type_id AS userTypeId, (${this.isOut}) AS isOut${select}
              FROM \`user\` u${join} WHERE u.id = ?`,
      values: [...values, this.access.person.id],
      check: ([row]) => {
        this.found = requireStanding(row as Found | undefined, this.access, this.passwords);
        if (this.asks) this.requireConfirmed(this.found);
      },
    };
  }

  /**
   * Goes on only where the password was given within minutes, now or as soon as the question is
   * answered. Throws `password_needed`, and for what is no sign-in `forbidden` or `not_signed_in`.
   */
  askPassword(): void {
    this.asks = true;
    requireOwnSignIn(this.access);
    if (this.found) this.requireConfirmed(this.found);
  }

  private requireConfirmed({ confirmedAt }: Found): void {
    requireOwnSignIn(this.access);
    requireConfirmed(confirmedAt ? fromDb(confirmedAt) : null, this.clock.now());
  }
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
  const select = `, u.password, h.family AS held, h.password_mark AS mark,
      COALESCE(h.confirmed_at, h.started_at) AS confirmedAt`;
  return { select, join, values: [signInId] };
}

function requireStanding(
  found: Found | undefined,
  { person }: Access,
  passwords: MarkedPasswords,
): Found {
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
  if (Number(found.isOut) === 1) {
    throw new Problem('not_signed_in', 'This account is not active any more. Ask the studio.');
  }
  return found;
}
