import { Injectable } from '@nestjs/common';
import { emailOf } from '../common/no-mail.js';
import { columnsOf } from '../database/entity-sql.js';
import { IS_DISABLED, NOBODY } from '../database/php-accounts.js';
import { placeholders, type SqlValue, type Tx } from '../database/tx.js';
import { User } from './user.entity.js';

/** A person, and the language that they chose, or an admin for them; null where nobody has. */
export type Spoken = User & { readonly locale: string | null };

/** A person, and whether they are kept out: by PHP, or because the studio switched them off. */
export type Account = Spoken & { readonly isOut: boolean; readonly isDisabled: boolean };

/** An account as sign-in finds it, with the second factor that it asks for. */
export type FoundAccount = Account & {
  /** The sealed secret; null where only the password is asked for. */
  readonly factor: string | null;
  /** Of the last code that was taken. */
  readonly lastStep: number | null;
};

/** A row as the drivers return it. */
type RawAccount = Omit<FoundAccount, 'isOut' | 'isDisabled'> & {
  readonly isOut: number | null;
  readonly isDisabled: number | string;
};

/** The second factor comes in the row of its person: looking for one costs no statement. */
const FACTOR = {
  columns: ', f.secret AS factor, f.last_step AS lastStep',
  join: ` LEFT JOIN coach_second_factor f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL`,
};
const NO_FACTOR = { columns: ', NULL AS factor, NULL AS lastStep', join: '' };

/** People as sign-in sees them, of any role; `isOut` is the SQL of `PhpAccounts`. */
@Injectable()
export class UsersRepository {
  /**
   * By e-mail address in lower case; the stored one may have capitals. Of several accounts with it
   * the one that may sign in. What is kept for who has no address finds nobody.
   */
  async findByEmail(tx: Tx, email: string, isOut: string): Promise<FoundAccount | undefined> {
    const found = await this.lookUp(tx, email, isOut);
    // Some databases also ignore accents and invisible characters: each such spelling of an e-mail
    // address would have its own limit of attempts at the same account.
    const isTheirs = found?.email.trim().toLowerCase() === email && emailOf(email) !== null;
    return isTheirs ? found : undefined;
  }

  private async lookUp(tx: Tx, email: string, isOut: string): Promise<FoundAccount | undefined> {
    try {
      const where = 'u.email = ? ORDER BY isOut, u.id LIMIT 1';
      const [found] = await this.find(tx, isOut, where, [email], FACTOR);
      return found;
    } catch (error) {
      // With letters that a legacy column lacks it is nobody's.
      if (tx.isValueRejected(error)) return undefined;
      throw error;
    }
  }

  /** The ids of all accounts with an e-mail address in lower case. */
  async findIdsByEmail(tx: Tx, email: string): Promise<number[]> {
    const found = await this.find(tx, NOBODY, 'u.email = ? ORDER BY u.id', [email]);
    return found.filter((one) => one.email.trim().toLowerCase() === email).map(({ id }) => id);
  }

  /** The person, or undefined where the account is gone. */
  async findById(tx: Tx, id: number, isOut = NOBODY): Promise<Account | undefined> {
    const [found] = await this.find(tx, isOut, 'u.id = ?', [id]);
    return found;
  }

  /** As `findById`, with the second factor. */
  async findAccount(tx: Tx, id: number, isOut: string): Promise<FoundAccount | undefined> {
    const [found] = await this.find(tx, isOut, 'u.id = ?', [id], FACTOR);
    return found;
  }

  /** All people of a kind, by id. */
  async findByType(tx: Tx, userTypeId: number, isOut: string): Promise<Account[]> {
    return this.find(tx, isOut, 'u.user_type_id = ? ORDER BY u.id', [userTypeId]);
  }

  /** Those of these people who are there, by id. */
  async findByIds(tx: Tx, ids: readonly number[], isOut: string): Promise<Account[]> {
    if (ids.length === 0) return [];
    return this.find(tx, isOut, `u.id IN (${placeholders(ids)}) ORDER BY u.id`, ids);
  }

  /** Waits until nobody else changes the person. */
  async lock(tx: Tx, id: number): Promise<void> {
    await tx.lockedRows('SELECT u.id FROM `user` u WHERE u.id = ?', [id]);
  }

  /** Replaces the hash that was read; false where somebody has changed the password meanwhile. */
  async replacePassword(tx: Tx, user: User, password: string): Promise<boolean> {
    const asRead = { id: user.id, password: user.password };
    const { affected } = await (await tx.entities()).update(User, asRead, { password });
    return affected === 1;
  }

  /** Gives somebody another password, whatever it was. */
  async setPassword(tx: Tx, id: number, hash: string): Promise<void> {
    await tx.write('UPDATE `user` SET password = ? WHERE id = ?', [hash, id]);
  }

  private async find(
    tx: Tx,
    isOut: string,
    where: string,
    values: readonly SqlValue[],
    { columns, join } = NO_FACTOR,
  ): Promise<FoundAccount[]> {
    const rows = await tx.rows<RawAccount>(
      `SELECT ${columnsOf(User, 'u')}, (${isOut}) AS isOut, ${IS_DISABLED} AS isDisabled,
              (SELECT a.locale FROM coach_account a WHERE a.user_id = u.id) AS locale${columns}
         FROM \`user\` u${join} WHERE ${where}`,
      values,
    );
    return rows.map((row) => ({
      ...row,
      // A column of PHP's may hold nothing: then no password is right.
      password: (row.password as string | null) ?? '',
      isOut: Boolean(Number(row.isOut)),
      isDisabled: Number(row.isDisabled) === 1,
    }));
  }
}
