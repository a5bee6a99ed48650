import type { Ask, DriverError, NarrowColumns, Refusal, TextLimit } from './dialect.js';

/**
 * A text that is not in the character set of its column: when it is written (1366), or compared
 * with, on MariaDB (1267) and on MySQL 8 (3854, 3988).
 */
const LETTERS = new Set([1366, 1267, 3854, 3988]);
const TOO_LONG = 1406;
const OUT_OF_RANGE = 1264;

/** Whether a column refused a value. */
export function isRejection(errno: number): boolean {
  return LETTERS.has(errno) || errno === TOO_LONG || errno === OUT_OF_RANGE;
}

// MariaDB names database and table too in some of its messages.
const COLUMN = /\bfor column (?:`[^`]*`\.`[^`]*`\.`([^`]+)`|'([^']+)')/i;

/** What columns of PHP's own making hold less of than ours. */
export const MARIADB_COLUMNS: NarrowColumns = {
  refusalOf({ errno = 0, sqlMessage = '' }: DriverError): Refusal {
    const [, quoted, plain] = COLUMN.exec(sqlMessage) ?? [];
    const why = LETTERS.has(errno) ? 'letters' : errno === TOO_LONG ? 'length' : 'range';
    return { why, column: quoted ?? plain };
  },

  async limitsOf(ask: Ask, table: string): Promise<TextLimit[]> {
    // Of a text type the length is that in bytes, too.
    const rows = await ask<Record<keyof TextLimit, string | number | null>>(
      `SELECT COLUMN_NAME AS \`column\`, CHARACTER_SET_NAME AS charset,
              CASE WHEN DATA_TYPE IN ('char', 'varchar') THEN CHARACTER_MAXIMUM_LENGTH END
                AS maxLength, CHARACTER_OCTET_LENGTH AS maxBytes
         FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND CHARACTER_SET_NAME IS NOT NULL`,
      [table],
    );
    return rows.map(({ column, charset, maxLength, maxBytes }) => ({
      column: String(column),
      charset: String(charset),
      maxLength: maxLength === null ? null : Number(maxLength),
      maxBytes: Number(maxBytes),
    }));
  },

  async keptAs(ask: Ask, charset: string, text: string): Promise<string> {
    if (!/^\w+$/.test(charset)) throw new Error(`${charset} is no character set`);
    const [row] = await ask<{ kept: string }>(`SELECT CONVERT(? USING ${charset}) AS kept`, [text]);
    return row?.kept ?? text;
  },
};
