import { Injectable } from '@nestjs/common';
import { type Role, USER_TYPE_IDS } from '../common/actor.js';
import { type SqlValue, TryAgain, type Tx, type Written } from '../database/tx.js';

/** Whom a new account is for, as it is kept. */
export interface NewAccount {
  readonly role: Role;
  /** In small letters; who has none has one of `keptForNobody`. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** Accounts as they are made, of any role. */
@Injectable()
export class AccountsRepository {
  /** Whether anybody but one has an e-mail address. */
  async isEmailTaken(tx: Tx, email: string, exceptId: number): Promise<boolean> {
    const sql = 'SELECT 1 FROM `user` WHERE email = ? AND id <> ? LIMIT 1';
    try {
      return (await tx.row(sql, [email, exceptId])) !== undefined;
    } catch (error) {
      // With letters that the column lacks it is nobody's; writing it says what is wrong with it.
      if (tx.isValueRejected(error)) return false;
      throw error;
    }
  }

  /** Whether there is anybody of a role, whether or not PHP keeps them out. */
  async hasAny(tx: Tx, role: Role): Promise<boolean> {
    const sql = 'SELECT 1 FROM `user` WHERE user_type_id = ? LIMIT 1';
    return (await tx.row(sql, [USER_TYPE_IDS[role]])) !== undefined;
  }

  /** Adds an account, by which its person can sign in with the password at once; gives its id. */
  async insert(tx: Tx, account: NewAccount, passwordHash: string): Promise<number> {
    const { insertId } = await writeEmail(
      tx,
      'INSERT INTO `user` (user_type_id, email, password, fname, lname) VALUES (?, ?, ?, ?, ?)',
      [
        ...[USER_TYPE_IDS[account.role], account.email, passwordHash],
        ...[account.firstName, account.lastName],
      ],
    );
    return insertId;
  }

  /** PHP's sign-in lets in whom somebody approved, and deletes who never is, packages and all. */
  async approve(tx: Tx, id: number): Promise<void> {
    await tx.write("UPDATE `user` SET account_status = 'approved' WHERE id = ?", [id]);
  }

  /** Gives somebody another role. */
  async setRole(tx: Tx, id: number, role: Role): Promise<void> {
    await tx.write('UPDATE `user` SET user_type_id = ? WHERE id = ?', [USER_TYPE_IDS[role], id]);
  }

  /** Writes name and e-mail address. */
  async update(
    tx: Tx,
    { id, email, firstName, lastName }: Omit<NewAccount, 'role'> & { readonly id: number },
  ): Promise<void> {
    await writeEmail(tx, 'UPDATE `user` SET email = ?, fname = ?, lname = ? WHERE id = ?', [
      ...[email, firstName, lastName, id],
    ]);
  }
}

/** Retries where another writer took the e-mail address meanwhile: then the check finds it. */
async function writeEmail(tx: Tx, sql: string, values: SqlValue[]): Promise<Written> {
  try {
    return await tx.write(sql, values);
  } catch (error) {
    throw tx.isDuplicate(error) ? new TryAgain('the e-mail address was taken meanwhile') : error;
  }
}
