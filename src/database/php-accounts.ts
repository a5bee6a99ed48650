import { Injectable } from '@nestjs/common';
import { USER_TYPE_IDS } from '../common/actor.js';
import { Config } from '../config/config.js';
import type { Tx } from './tx.js';

/** A column by which PHP may say who is out. */
export interface AccountColumn {
  readonly table: 'user' | 'coaches';
  readonly name: string;
  /** `tinyint`, `enum`, …, without length. */
  readonly type: string;
  /** With length, or with the words of an enum. */
  readonly definition: string;
}

/** The columns of the two tables in which PHP says who is out; one statement. */
export const ACCOUNT_COLUMNS_SQL = `
  SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, DATA_TYPE AS type,
         COLUMN_TYPE AS definition
    FROM information_schema.COLUMNS
   WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('user', 'coaches')`;

/** Says of the row `u` of `user` that the studio has switched this person off. */
export const IS_DISABLED = `EXISTS (SELECT 1 FROM coach_account a
  WHERE a.user_id = u.id AND a.disabled_at IS NOT NULL)`;

const { admin, staff, coach: COACH } = USER_TYPE_IDS;

/** Says of the row `u` of `user` that this person is a coach beside another role. */
export const IS_ALSO_COACH = `u.user_type_id IN (${admin}, ${staff})
  AND EXISTS (SELECT 1 FROM coach_account a WHERE a.user_id = u.id AND a.also_coach = 1)`;

/** Says of the row `u` of `user` that packages are sold with this person; members are few then. */
export const IS_COACH = `u.user_type_id IN (${admin}, ${staff}, ${COACH})
  AND (u.user_type_id = ${COACH} OR (${IS_ALSO_COACH}))`;

/** Fits no password. */
export const NO_PASSWORD = '!';

/** Says of the row `u` of `user` that this person has set no password yet; PHP's may be NULL. */
export const HAS_NO_PASSWORD = `COALESCE(u.password, '') IN ('', '${NO_PASSWORD}')`;

/** Says that nobody is out. */
export const NOBODY = '0 = 1';

const WORDS = /^(enum|varchar|char)$/;
const OUT_WORDS = "'pending', 'rejected', 'deactivated', 'inactive'";

/** What a row says of whoever is out, where its table has the column; `?` is the column. */
const SIGNS: Readonly<Record<string, { readonly types: RegExp; readonly isOut: string }>> = {
  account_status: { types: WORDS, isOut: `? IN (${OUT_WORDS})` },
  is_deleted: { types: /int$/, isOut: 'COALESCE(?, 0) <> 0' },
  is_active: { types: /int$/, isOut: '? = 0' },
  is_deactivated: { types: /int$/, isOut: 'COALESCE(?, 0) <> 0' },
  deleted_at: { types: /^(datetime|timestamp)$/, isOut: "? > '1000-01-01'" },
  deactivated_at: { types: /^(datetime|timestamp)$/, isOut: "? > '1000-01-01'" },
};

/** The coach's profile has a word more. */
const COACH_SIGNS: typeof SIGNS = {
  ...SIGNS,
  status: { types: WORDS, isOut: `? IN (${OUT_WORDS})` },
};

/** As PHP asks: its default is 'pending', and a word that the column does not have becomes ''. */
const IS_NOT_APPROVED = "COALESCE(?, '') <> 'approved'";

/** PHP's own column, which lists whom it lets in; another program's may have other words. */
function isApproval({ table, name, type, definition }: AccountColumn): boolean {
  const isWordOf = type === 'enum' && definition.includes("'approved'");
  return table === 'user' && name === 'account_status' && isWordOf;
}

/** PHP's `usertype` may have more kinds of people, for whom there is no role here. */
export const HAS_NO_ROLE = `u.user_type_id NOT IN (${Object.values(USER_TYPE_IDS).join(', ')})`;

/**
 * SQL that says of the row `u` of `user` that this person has no role, or that PHP signs them in no
 * more, or not yet.
 */
export function isOut(columns: readonly AccountColumn[]): string {
  const said = (table: AccountColumn['table'], alias: string) =>
    columns
      .filter((column) => column.table === table)
      .flatMap((column) => {
        const sign = (table === 'user' ? SIGNS : COACH_SIGNS)[column.name];
        if (!sign?.types.test(column.type)) return [];
        const sql = isApproval(column) ? IS_NOT_APPROVED : sign.isOut;
        return [sql.replace('?', `${alias}.${column.name}`)];
      });
  const [ofUser, ofCoach] = [said('user', 'u'), said('coaches', 'c')];
  const coach = `u.user_type_id = ${USER_TYPE_IDS.coach} AND EXISTS (SELECT 1 FROM coaches c
    WHERE c.id = (SELECT MIN(o.id) FROM coaches o WHERE o.user_id = u.id)
      AND (${ofCoach.join(' OR ')}))`;
  const all = [HAS_NO_ROLE, ...ofUser, ...(ofCoach.length > 0 ? [coach] : [])];
  return all.map((one) => `(${one})`).join(' OR ');
}

/** For so long the columns are believed to be what they were. */
const KNOWN_MS = 10_000;

/**
 * Who is kept out: whom the studio has switched off, and whom PHP signs in no more, where the
 * database is PHP's too. PHP's columns are looked up every ten seconds, so that one which is added
 * or dropped is noticed without a restart. The embedded database and studios of our own have none
 * of them: there everybody else is let in who has a role.
 */
@Injectable()
export class PhpAccounts {
  private known:
    { readonly untilMs: number; readonly columns: readonly AccountColumn[] } | undefined;

  constructor(private readonly config: Config) {}

  /** SQL that says of the row `u` of `user` that this person is kept out. */
  async isOut(tx: Tx): Promise<string> {
    return `${isOut(await this.columns(tx))} OR ${IS_DISABLED}`;
  }

  /**
   * As `isOut`, by the columns as they were looked up last, whenever that was: a change takes no
   * statement more. Whoever may change anything signs in or refreshes, which looks them up again.
   */
  async isOutAsKnown(tx: Tx): Promise<string> {
    return `${isOut(this.known?.columns ?? (await this.columns(tx)))} OR ${IS_DISABLED}`;
  }

  /** Whether somebody who is added must be approved, or PHP keeps them out and deletes them. */
  async needsApproval(tx: Tx): Promise<boolean> {
    return (await this.columns(tx)).some(isApproval);
  }

  private async columns(tx: Tx): Promise<readonly AccountColumn[]> {
    if (this.config.database.kind === 'sqlite') return [];
    if (this.known && performance.now() <= this.known.untilMs) return this.known.columns;
    const columns = await tx.rows<AccountColumn>(ACCOUNT_COLUMNS_SQL);
    this.known = { untilMs: performance.now() + KNOWN_MS, columns };
    return columns;
  }
}
