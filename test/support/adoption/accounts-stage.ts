import type { Connection } from 'mysql2/promise';
import { Passwords } from '../../../src/auth/passwords.service.js';
import { type Role, USER_TYPE_IDS } from '../../../src/common/actor.js';
import type { Answer } from '../api.js';
import { migrate } from '../sql.js';
import { openStudio, type Studio } from '../studio.js';
import { connectAsPhp, createLegacyDatabase } from './legacy-database.js';

export const PASSWORD = 'horse staple 7';

/** What PHP writes of a person who is out then. */
export const OUT: readonly [why: string, role: 'staff' | 'coach' | 'member', sql: string][] = [
  ['pending', 'member', "UPDATE user SET account_status = 'pending' WHERE id = ?"],
  ['rejected', 'staff', "UPDATE user SET account_status = 'rejected' WHERE id = ?"],
  ['of no status', 'coach', 'UPDATE user SET account_status = NULL WHERE id = ?'],
  ['of a word that is none', 'member', "UPDATE user SET account_status = '' WHERE id = ?"],
  ['deleted, but kept', 'staff', 'UPDATE user SET is_deleted = 1 WHERE id = ?'],
  ['deactivated', 'coach', "UPDATE coaches SET status = 'deactivated' WHERE user_id = ?"],
  [
    'deleted at a time',
    'member',
    "UPDATE user SET deleted_at = '2026-11-02 09:00:00' WHERE id = ?",
  ],
  ['deactivated at a time', 'staff', 'UPDATE user SET deactivated_at = NOW() WHERE id = ?'],
  [
    'a coach since when not',
    'coach',
    'UPDATE coaches SET deactivated_at = NOW() WHERE user_id = ?',
  ],
];

/** A studio on a database of PHP's that says in every column that is known who is out. */
export class AccountsStage {
  private lastId = 110;

  private constructor(
    readonly studio: Studio,
    /** Without strict mode, as hosts have it. */
    readonly php: Connection,
  ) {}

  static async open(): Promise<AccountsStage> {
    const legacy = await createLegacyDatabase('plain', 300);
    await legacy.query(
      `ALTER TABLE user ADD COLUMN is_deleted tinyint(1) DEFAULT 0,
        ADD COLUMN deleted_at datetime, ADD COLUMN deactivated_at timestamp NULL`,
    );
    await legacy.query(
      `ALTER TABLE coaches ADD COLUMN status enum('active','deactivated') DEFAULT 'active',
        ADD COLUMN is_available tinyint(1) DEFAULT 0, ADD COLUMN deactivated_at datetime`,
    );
    await legacy.close();
    await migrate(legacy.url);
    const now = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    const env = { TRUSTED_PROXIES: '127.0.0.1' };
    const studio = await openStudio({ databaseUrl: legacy.url, now, env });
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    await studio.sql('UPDATE user SET password = ?', [hash]);
    const php = await connectAsPhp(legacy.url);
    await php.query("SET SESSION sql_mode = ''");
    return new AccountsStage(studio, php);
  }

  async letAllIn(): Promise<void> {
    const isIn = "account_status = 'approved', is_deleted = 0, deleted_at = NULL";
    await this.studio.sql(`UPDATE user SET ${isIn}, deactivated_at = NULL`);
    await this.studio.sql("UPDATE coaches SET status = 'active', deactivated_at = NULL");
  }

  /** Another one at each call, because wrong passwords are counted. */
  async personOf(role: Role): Promise<number> {
    const { sql } = this.studio;
    this.lastId += 1;
    await sql('UPDATE user SET user_type_id = ? WHERE id = ?', [USER_TYPE_IDS[role], this.lastId]);
    if (role === 'coach') await sql('INSERT INTO coaches (user_id) VALUES (?)', [this.lastId]);
    return this.lastId;
  }

  /** Each person has an IP address of their own, because a minute has 60 tries at most. */
  signIn(id: number, password = PASSWORD): Promise<Answer> {
    return this.studio.api.post(
      '/auth/login',
      { email: `p${id}@example.com`, password },
      { headers: { 'X-Forwarded-For': `10.2.${id % 250}.7` } },
    );
  }

  async close(): Promise<void> {
    await this.php.end();
    await this.studio.close();
  }
}
