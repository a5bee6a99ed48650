import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Tx } from './tx.js';

/** A column by which PHP may say who is out. */
export interface AccountColumn {
  readonly table: 'user' | 'coaches';
  readonly name: string;
  /** `tinyint`, `enum`, …, without length. */
  readonly type: string;
}

/** The columns of the two tables in which PHP says who is out; one statement. */
export const ACCOUNT_COLUMNS_SQL = `
  SELECT TABLE_NAME AS \`table\`, COLUMN_NAME AS name, DATA_TYPE AS type
    FROM information_schema.COLUMNS
   WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('user', 'coaches')`;

/** Says that nobody is out. */
const NOBODY = '0 = 1';

/** What a row says of whoever is out, where its table has the column; `?` is the column. */
const SIGNS: Readonly<Record<string, { readonly types: RegExp; readonly isOut: string }>> = {
  // Its default is 'pending', and a word that the column does not have becomes ''.
  account_status: { types: /^(enum|varchar|char)$/, isOut: "COALESCE(?, '') <> 'approved'" },
  is_deleted: { types: /int$/, isOut: 'COALESCE(?, 0) <> 0' },
  is_active: { types: /int$/, isOut: '? = 0' },
  is_deactivated: { types: /int$/, isOut: 'COALESCE(?, 0) <> 0' },
  deleted_at: { types: /^(datetime|timestamp)$/, isOut: "? > '1000-01-01'" },
  deactivated_at: { types: /^(datetime|timestamp)$/, isOut: "? > '1000-01-01'" },
};

/** The coach's profile has no approval of its own, only words for being out. */
const COACH_SIGNS: typeof SIGNS = {
  ...SIGNS,
  account_status: {
    types: /^(enum|varchar|char)$/,
    isOut: "? IN ('pending', 'rejected', 'deactivated')",
  },
  status: { types: /^(enum|varchar|char)$/, isOut: "? IN ('deactivated', 'inactive', 'rejected')" },
};

/** The type of a coach in `usertype`. */
const COACH = 3;

/** SQL that says of the row `u` of `user` that PHP signs this person in no more, or not yet. */
export function isOut(columns: readonly AccountColumn[]): string {
  const said = (table: AccountColumn['table'], alias: string) =>
    columns
      .filter((column) => column.table === table)
      .flatMap(({ name, type }) => {
        const sign = (table === 'user' ? SIGNS : COACH_SIGNS)[name];
        return sign?.types.test(type) ? [sign.isOut.replace('?', `${alias}.${name}`)] : [];
      });
  const [ofUser, ofCoach] = [said('user', 'u'), said('coaches', 'c')];
  const coach = `u.user_type_id = ${COACH} AND EXISTS (SELECT 1 FROM coaches c
    WHERE c.user_id = u.id AND (${ofCoach.join(' OR ')}))`;
  const all = [...ofUser, ...(ofCoach.length > 0 ? [coach] : [])];
  return all.length > 0 ? all.map((one) => `(${one})`).join(' OR ') : NOBODY;
}

/** For so long the columns are believed to be what they were. */
const KNOWN_MS = 60_000;

/**
 * Whom PHP signs in, where the database is PHP's too: the columns are looked up once a minute, so
 * that a page of PHP which adds one is respected without a restart. The embedded database and
 * studios of our own have none of them.
 */
@Injectable()
export class PhpAccounts {
  private known: { readonly untilMs: number; readonly columns: readonly AccountColumn[] };

  constructor(private readonly config: Config) {
    this.known = { untilMs: -1, columns: [] };
  }

  /** SQL that says of the row `u` of `user` that PHP keeps this person out. */
  async isOut(tx: Tx): Promise<string> {
    return isOut(await this.columns(tx));
  }

  /** Whether somebody who is added must be approved, or PHP keeps them out and deletes them. */
  async needsApproval(tx: Tx): Promise<boolean> {
    const columns = await this.columns(tx);
    return columns.some(({ table, name }) => table === 'user' && name === 'account_status');
  }

  private async columns(tx: Tx): Promise<readonly AccountColumn[]> {
    if (this.config.database.kind === 'sqlite') return [];
    if (performance.now() > this.known.untilMs) {
      const columns = await tx.rows<AccountColumn>(ACCOUNT_COLUMNS_SQL);
      this.known = { untilMs: performance.now() + KNOWN_MS, columns };
    }
    return this.known.columns;
  }
}
