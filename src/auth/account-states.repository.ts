import { Injectable } from '@nestjs/common';
import { insertInto } from '../database/entity-sql.js';
import { toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { AccountState } from './account-state.entity.js';

/** Somebody whose access was changed lately. */
export interface ChangedAccount {
  readonly userId: number;
  readonly userTypeId: number;
  readonly isDisabled: boolean;
}

/** Of whom nothing is known but what `user` says. */
const NEW = {
  ...{ disabledAt: null, disabledBy: null, validFrom: null, locale: null, alsoCoach: 0 },
  ...{ bouncedEmail: null, bouncedAt: null },
};

/** What whoever writes to somebody knows of them. */
export type WrittenTo = Pick<AccountState, 'locale' | 'bouncedEmail'>;

/** Who is switched off, who is a coach beside another role, and whose access has changed when. */
@Injectable()
export class AccountStatesRepository {
  /** Switches somebody off, or on again where no instant is given. */
  async setDisabled(
    tx: Tx,
    userId: number,
    disabled: { readonly at: Date; readonly by: number | null } | null,
    at: Date,
  ): Promise<void> {
    const [since, by] = [disabled?.at ?? null, disabled?.by ?? null];
    const row = { ...NEW, disabledAt: since, disabledBy: by, validFrom: at };
    const change = 'disabled_at = ?, disabled_by = ?, valid_from = ?';
    await this.write(tx, { userId, ...row }, change, [since && toDb(since), by, toDb(at)]);
  }

  /** Has all processes look again at what lets somebody in. */
  async touch(tx: Tx, userId: number, at: Date): Promise<void> {
    await this.write(tx, { ...NEW, userId, validFrom: at }, 'valid_from = ?', [toDb(at)]);
  }

  /** Sets the language of somebody. */
  async setLocale(tx: Tx, userId: number, locale: string | null): Promise<void> {
    await this.write(tx, { ...NEW, userId, locale }, 'locale = ?', [locale]);
  }

  /** Makes somebody a coach beside another role, or no longer. */
  async setAlsoCoach(tx: Tx, userId: number, isOne: boolean): Promise<void> {
    const alsoCoach = Number(isOne);
    await this.write(tx, { ...NEW, userId, alsoCoach }, 'also_coach = ?', [alsoCoach]);
  }

  /** Writes down that mail to this address came back; none, that it arrives again. */
  async setBounced(
    tx: Tx,
    userId: number,
    bounced: { readonly email: string; readonly at: Date } | null,
  ): Promise<void> {
    const [bouncedEmail, bouncedAt] = [bounced?.email ?? null, bounced?.at ?? null];
    await this.write(
      tx,
      { ...NEW, userId, bouncedEmail, bouncedAt },
      'bounced_email = ?, bounced_at = ?',
      [bouncedEmail, bouncedAt && toDb(bouncedAt)],
    );
  }

  /** In which language somebody is written to, as it stands there, and what came back. */
  async findWrittenTo(tx: Tx, userId: number): Promise<WrittenTo> {
    const row = await tx.row<WrittenTo>(
      `SELECT a.locale AS locale, a.bounced_email AS bouncedEmail
         FROM coach_account a WHERE a.user_id = ?`,
      [userId],
    );
    return row ?? NEW;
  }

  /** Whose access was changed since then, as they are now. */
  async findChanged(tx: Tx, since: Date): Promise<ChangedAccount[]> {
    const rows = await tx.rows<Omit<ChangedAccount, 'isDisabled'> & { isDisabled: unknown }>(
      `SELECT a.user_id AS userId, u.user_type_id AS userTypeId,
              a.disabled_at IS NOT NULL AS isDisabled
         FROM coach_account a JOIN \`user\` u ON u.id = a.user_id WHERE a.valid_from > ?`,
      [toDb(since)],
    );
    return rows.map((row) => ({ ...row, isDisabled: Number(row.isDisabled) === 1 }));
  }

  /** The sign-ins of these people that have ended since then. */
  async findEnded(tx: Tx, since: Date): Promise<string[]> {
    const rows = await tx.rows<{ family: string }>(
      `SELECT s.family FROM coach_account a JOIN coach_sign_in s ON s.user_id = a.user_id
        WHERE a.valid_from > ? AND s.ended_at > ?`,
      [toDb(since), toDb(since)],
    );
    return rows.map(({ family }) => family);
  }

  private async write(
    tx: Tx,
    row: AccountState,
    change: string,
    values: readonly (string | number | null)[],
  ): Promise<void> {
    const insert = insertInto(AccountState, [row], UTC);
    await tx.upsert(insert.sql, ['user_id'], change, [...insert.values, ...values]);
  }
}
