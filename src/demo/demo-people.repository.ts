import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { TryAgain, type Tx } from '../database/tx.js';
import { DEMO_ADMIN_EMAIL, type DemoEmployee } from './demo-people.js';

/** Whose people a database holds. */
export type Occupants = 'nobody' | 'demo' | 'others';

/** What the coaches of the demo studio ask for, in its currency. */
const RATES = { monthly: 120, sessionPackage: 350, perSession: 40, sessionCount: 10 };

/**
 * The mark of the demo is a row of the table in which the migrations write down what a database was
 * before us: it is there from the first one on, in no backup's way, and no table has such a name.
 */
const [ORIGIN, MARK] = ['coach_schema_origin', 'the demo studio'];

const IS_EXAMPLE = "email LIKE '%@example.com'";
const MOST_HASHES = 100;

/** People of all roles, which no service creates, and what it takes to fill an empty database. */
@Injectable()
export class DemoPeopleRepository {
  /** Tells by the demo admin whether the people there are those of the demo studio. */
  async occupants(tx: Tx): Promise<Occupants> {
    if (!(await tx.row('SELECT 1 FROM `user` LIMIT 1'))) return 'nobody';
    const sql = 'SELECT 1 FROM `user` WHERE email = ? AND user_type_id = ?';
    const admin = await tx.row(sql, [DEMO_ADMIN_EMAIL, USER_TYPE_IDS.admin]);
    return admin ? 'demo' : 'others';
  }

  /** Writes down, for good, that these people are the demo's. */
  async mark(tx: Tx): Promise<void> {
    const sql = `INSERT INTO ${ORIGIN} (table_name, definition) VALUES (?, NULL)`;
    await tx.write(sql, [MARK]);
  }

  /** Whether this database was ever filled with the demo, since that is written down. */
  async isMarked(tx: Tx): Promise<boolean> {
    return (await tx.row(`SELECT 1 FROM ${ORIGIN} WHERE table_name = ?`, [MARK])) !== undefined;
  }

  /**
   * The password hashes of accounts at the published domain, those that several accounts share
   * first, as all of the demo do; not more than can be checked while one waits for a start.
   */
  async exampleHashes(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ password: string }>(
      `SELECT password FROM \`user\` WHERE ${IS_EXAMPLE} AND password LIKE '$%'
        GROUP BY password ORDER BY COUNT(*) DESC, password LIMIT ${MOST_HASHES}`,
    );
    return rows.map(({ password }) => password);
  }

  /** Some of the accounts at the published domain that have this hash. */
  async exampleAccounts(tx: Tx, hash: string): Promise<string[]> {
    const rows = await tx.rows<{ email: string }>(
      `SELECT email FROM \`user\` WHERE ${IS_EXAMPLE} AND password = ? ORDER BY id LIMIT 3`,
      [hash],
    );
    return rows.map(({ email }) => email);
  }

  /** Another process may be filling the same database: then this one looks again who is there. */
  async insert(tx: Tx, person: DemoEmployee, passwordHash: string): Promise<number> {
    try {
      const { insertId } = await tx.write(
        'INSERT INTO `user` (user_type_id, email, password, fname, lname) VALUES (?, ?, ?, ?, ?)',
        [USER_TYPE_IDS[person.role], person.email, passwordHash, person.firstName, person.lastName],
      );
      return insertId;
    } catch (error) {
      throw tx.isDuplicate(error) ? new TryAgain('somebody else is filling it too') : error;
    }
  }

  /** The profile that makes a user a coach for the legacy pages. */
  async insertCoach(tx: Tx, userId: number): Promise<void> {
    await tx.write(
      `INSERT INTO coaches
         (user_id, monthly_rate, session_package_rate, per_session_rate, session_package_count)
       VALUES (?, ?, ?, ?, ?)`,
      [userId, RATES.monthly, RATES.sessionPackage, RATES.perSession, RATES.sessionCount],
    );
  }

  /** Gives a person a password that was hashed before. */
  async setPassword(tx: Tx, userId: number, passwordHash: string): Promise<void> {
    await tx.write('UPDATE `user` SET password = ? WHERE id = ?', [passwordHash, userId]);
  }
}
