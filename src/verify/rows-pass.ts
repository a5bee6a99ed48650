import type { Findings, Law } from './findings.js';
import { FirstIds } from './first-ids.js';
import type { OddCheck } from './odd-rows-sql.js';
import type { Pass } from './passes.js';
import type { Source, VerifyRepository } from './verify.repository.js';
import type { OddRow } from './verify-rows.js';

const ROWS_AT_ONCE = 10_000;

type RowCheck = OddCheck & { readonly law: Law };

const SOURCE_OF = {
  coach_member_list: 'packages',
  coach_usage_history: 'history',
  admin_activity_log: 'log',
} as const satisfies Record<OddCheck['table'], Source>;

interface Part {
  readonly highest: number;
  readonly rows: readonly OddRow[];
}

/** The odd rows that each check has found, the first ones with their ids. */
export class OddRows {
  private readonly found = new Map<OddCheck, FirstIds>();

  constructor(private readonly checks: readonly RowCheck[]) {}

  /** The passes that find them, one a table: each row is read once, for all checks. */
  passes(rows: VerifyRepository): Pass<Part>[] {
    const tables = Object.keys(SOURCE_OF) as OddCheck['table'][];
    return tables.map((table) => this.pass(rows, table));
  }

  /** Adds what was found, check by check. */
  report(found: Findings): void {
    for (const check of this.checks) {
      const { law, table, what: odd, mend } = check;
      found.count(law, 'kinds of odd rows', 1);
      const ids = this.found.get(check);
      if (!ids) continue;
      const what = `${ids.count} rows of ${table} ${odd}: id ${ids.text}`;
      found.add([{ law, what, mend }]);
    }
  }

  private pass(rows: VerifyRepository, table: OddCheck['table']): Pass<Part> {
    const checks = this.checks.filter((check) => check.table === table);
    return {
      name: `words of ${table}`,
      last: (tx) => rows.lastId(tx, SOURCE_OF[table]),
      next: async (tx, after) => {
        const page = await rows.nextIds(tx, SOURCE_OF[table], after, ROWS_AT_ONCE);
        return page && { highest: page.highest, rows: await rows.oddRows(tx, checks, page) };
      },
      take: (part) => {
        this.take(checks, part);
      },
    };
  }

  private take(checks: readonly RowCheck[], { rows }: Part): void {
    for (const { id, odd } of rows) {
      for (const check of odd.flatMap((n) => checks[n] ?? [])) {
        const kept = this.found.get(check) ?? new FirstIds();
        this.found.set(check, kept);
        kept.add([id]);
      }
    }
  }
}
