import { Injectable } from '@nestjs/common';
import { columnsOf, insertInto } from '../database/entity-sql.js';
import { type DbInstant, fromDb, toDb, UTC } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import type { DeviceTrace } from './device-rules.js';
import { SignIn } from './sign-in.entity.js';
import type { EndedReason } from './sign-in-rules.js';

/** A row as the drivers return it. */
type RawSignIn = Omit<
  SignIn,
  'startedAt' | 'lastUsedAt' | 'expiresAt' | 'endsAt' | 'endedAt' | 'confirmedAt'
> & {
  startedAt: DbInstant;
  lastUsedAt: DbInstant;
  expiresAt: DbInstant;
  endsAt: DbInstant | null;
  endedAt: DbInstant | null;
  confirmedAt: DbInstant | null;
};

/** What a use of a sign-in changes about it. */
export type Renewal = Pick<
  SignIn,
  'family' | 'lastUsedAt' | 'expiresAt' | 'endsAt' | 'ip' | 'userAgent' | 'passwordMark'
> & {
  /** The mark as it was read. */
  readonly knownMark: string | null;
};

/** Whose sign-in came from where. */
export type OwnTrace = DeviceTrace & { readonly userId: number };

/** Not ended, and used often enough: also by a process of the release before, which ends tokens. */
const IS_LIVING = `s.ended_at IS NULL AND s.expires_at > ? AND EXISTS (SELECT 1
  FROM coach_refresh_token t
 WHERE t.family = s.family AND t.used_at IS NULL AND t.revoked_at IS NULL)`;

/** Sign-ins, a row each: whose, from where, until when, and how they ended. */
@Injectable()
export class SignInsRepository {
  /** Adds a sign-in by the end of `tx`. */
  add(tx: Tx, signIn: SignIn): void {
    const { sql, values } = insertInto(SignIn, [signIn], UTC);
    tx.writeUnwatched(sql, values);
  }

  /**
   * Notes by the end of `tx` that a sign-in was used. Its mark is another one only if it still is
   * the known one: the hash may have been replaced meanwhile.
   */
  renew(tx: Tx, { family, lastUsedAt, expiresAt, endsAt, knownMark, ...rest }: Renewal): void {
    const instants = [lastUsedAt, expiresAt].map(toDb);
    tx.writeUnwatched(
      `UPDATE coach_sign_in SET last_used_at = ?, expires_at = ?, ends_at = ?, ip = ?,
              user_agent = ?,
              password_mark =
                CASE WHEN COALESCE(password_mark, '') = ? THEN ? ELSE password_mark END
        WHERE family = ?`,
      [
        ...[...instants, endsAt && toDb(endsAt), rest.ip, rest.userAgent],
        ...[knownMark ?? '', rest.passwordMark, family],
      ],
    );
  }

  /** Notes that the password of a sign-in was given. */
  async confirm(tx: Tx, family: string, confirmedAt: Date): Promise<void> {
    const sql = 'UPDATE coach_sign_in SET confirmed_at = ? WHERE family = ?';
    await tx.write(sql, [toDb(confirmedAt), family]);
  }

  /** The sign-in, also one that has ended. */
  async find(tx: Tx, family: string): Promise<SignIn | undefined> {
    const row = await tx.row<RawSignIn>(
      `SELECT ${columnsOf(SignIn, 's')} FROM coach_sign_in s WHERE s.family = ?`,
      [family],
    );
    return row && signInOf(row);
  }

  /** Those of a person that go on at that instant, used last first. */
  async findLiving(tx: Tx, userId: number, at: Date, limit: number): Promise<SignIn[]> {
    const rows = await tx.rows<RawSignIn>(
      `SELECT ${columnsOf(SignIn, 's')} FROM coach_sign_in s
        WHERE s.user_id = ? AND ${IS_LIVING}
        ORDER BY s.last_used_at DESC, s.family LIMIT ${limit}`,
      [userId, toDb(at)],
    );
    return rows.map(signInOf);
  }

  /**
   * From where the account of an e-mail address in lower case has signed in, whether or not that
   * has ended, newest first. Of several accounts with it those of all, each with its id.
   */
  async findTraces(tx: Tx, email: string, limit: number): Promise<OwnTrace[]> {
    return tx.rows<OwnTrace>(
      `SELECT s.user_id AS userId, s.ip, s.user_agent AS userAgent
         FROM coach_sign_in s JOIN \`user\` u ON u.id = s.user_id
        WHERE u.email = ? ORDER BY s.started_at DESC LIMIT ${limit}`,
      [email],
    );
  }

  /** What is left of some sign-ins: those among them that nobody has ended. */
  async findOpen(tx: Tx, families: readonly string[]): Promise<string[]> {
    if (families.length === 0) return [];
    const rows = await tx.rows<{ family: string }>(
      `SELECT s.family FROM coach_sign_in s
        WHERE s.ended_at IS NULL AND s.family IN (${placeholders(families)})`,
      families,
    );
    return rows.map(({ family }) => family);
  }

  /** Ends a sign-in; false where it had ended. Its tokens are ended before. */
  async end(tx: Tx, family: string, at: Date, reason: EndedReason): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_sign_in SET ended_at = ?, ended_reason = ?
        WHERE family = ? AND ended_at IS NULL`,
      [toDb(at), reason, family],
    );
    return affected > 0;
  }

  /** As `end`, for all of a person but one. */
  async endAllOf(
    tx: Tx,
    userId: number,
    at: Date,
    reason: EndedReason,
    kept: string,
  ): Promise<boolean> {
    const { affected } = await tx.write(
      `UPDATE coach_sign_in SET ended_at = ?, ended_reason = ?
        WHERE user_id = ? AND ended_at IS NULL AND family <> ?`,
      [toDb(at), reason, userId, kept],
    );
    return affected > 0;
  }

  /** Whether a code was given within a sign-in that goes on. */
  async hasSecondFactor(tx: Tx, family: string): Promise<boolean> {
    const row = await tx.row(
      `SELECT s.family FROM coach_sign_in s
        WHERE s.family = ? AND s.ended_at IS NULL AND s.second_factor = 1`,
      [family],
    );
    return row !== undefined;
  }

  /** Notes that a code was given within a sign-in. */
  async addSecondFactor(tx: Tx, family: string): Promise<void> {
    await tx.write('UPDATE coach_sign_in SET second_factor = 1 WHERE family = ?', [family]);
  }

  /** Takes that back for all of a person that go on, by the end of `tx`. */
  dropSecondFactor(tx: Tx, userId: number): void {
    tx.writeUnwatched(
      'UPDATE coach_sign_in SET second_factor = 0 WHERE user_id = ? AND ended_at IS NULL',
      [userId],
    );
  }

  /** Gives the sign-ins of a person whose mark is one of these another one. */
  async mark(tx: Tx, userId: number, marks: readonly string[], mark: string): Promise<void> {
    await tx.write(
      `UPDATE coach_sign_in SET password_mark = ?
        WHERE user_id = ? AND ended_at IS NULL AND password_mark IN (${placeholders(marks)})`,
      [mark, userId, ...marks],
    );
  }
}

function signInOf(raw: RawSignIn): SignIn {
  return {
    ...raw,
    startedAt: fromDb(raw.startedAt),
    lastUsedAt: fromDb(raw.lastUsedAt),
    expiresAt: fromDb(raw.expiresAt),
    endsAt: raw.endsAt === null ? null : fromDb(raw.endsAt),
    endedAt: raw.endedAt === null ? null : fromDb(raw.endedAt),
    confirmedAt: raw.confirmedAt === null ? null : fromDb(raw.confirmedAt),
  };
}
