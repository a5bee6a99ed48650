import type { Sql } from './sql.js';

const TABLES = ['admin_activity_log', 'coach_usage_history', 'coach_member_list'] as const;
type Table = (typeof TABLES)[number];
type Row = Record<string, unknown> & { readonly id: number };

/** The books as they were, so that one database serves for many edits of it. */
export class TamperedTables {
  private constructor(
    private readonly sql: Sql,
    private readonly rows: ReadonlyMap<Table, readonly Row[]>,
  ) {}

  static async of(sql: Sql): Promise<TamperedTables> {
    return new TamperedTables(sql, await allRows(sql));
  }

  /** The untouched rows of a table, by rising id. */
  of(table: Table): readonly Row[] {
    return this.rows.get(table) ?? [];
  }

  /** Whether anything is not as it was; an edit that changes nothing would prove nothing. */
  async isEdited(): Promise<boolean> {
    return textOf(await allRows(this.sql)) !== textOf(this.rows);
  }

  /** Puts back what an edit changed, added or removed. */
  async restore(): Promise<void> {
    const now = await allRows(this.sql);
    for (const table of TABLES) {
      const [was, is] = [this.of(table), now.get(table) ?? []];
      const known = new Set(was.map(({ id }) => id));
      const added = is.filter(({ id }) => !known.has(id));
      for (const { id } of added) await this.sql(`DELETE FROM ${table} WHERE id = ?`, [id]);
      const there = new Set(is.map(({ id }) => id));
      for (const row of differing(was, is)) {
        if (there.has(row.id)) await this.update(table, row);
        else await this.insert(table, row);
      }
    }
  }

  /** Never removed and made again, for other rows may hang on it. */
  private async update(table: Table, { id, ...row }: Row): Promise<void> {
    const columns = Object.keys(row).map((name) => `\`${name}\` = ?`);
    const statement = `UPDATE ${table} SET ${columns.join(', ')} WHERE id = ?`;
    await this.sql(statement, [...Object.values(row), id]);
  }

  private async insert(table: Table, row: Row): Promise<void> {
    const columns = Object.keys(row).map((name) => `\`${name}\``);
    const places = columns.map(() => '?').join(', ');
    const statement = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`;
    await this.sql(statement, Object.values(row));
  }
}

/** Rows that are not the same in others. */
function differing(rows: readonly Row[], others: readonly Row[]): Row[] {
  const texts = new Set(others.map((row) => JSON.stringify(row)));
  return rows.filter((row) => !texts.has(JSON.stringify(row)));
}

async function allRows(sql: Sql): Promise<Map<Table, Row[]>> {
  const rows = new Map<Table, Row[]>();
  for (const table of TABLES) rows.set(table, await sql<Row>(`SELECT * FROM ${table} ORDER BY id`));
  return rows;
}

function textOf(rows: ReadonlyMap<Table, readonly Row[]>): string {
  return JSON.stringify([...rows]);
}
