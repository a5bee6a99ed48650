import { describe, expect, it } from 'vitest';
import { PRODUCT_FILES, read } from './house-files.js';

/** SQL that has one place in src/, and the files where it may stand beside it. */
interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly only: string;
  /** Files that may break the rule, with the reason. */
  readonly except: Readonly<Record<string, string>>;
  /** Lines that the rule must refuse. */
  readonly refused: readonly string[];
  /** Lines that it must let pass. */
  readonly allowed: readonly string[];
}

/** A statement or a call that inserts, changes or deletes rows of a table or its entity. */
function writesOf(table: string, entity: string): RegExp {
  const insert = '(INSERT\\s+(OR\\s+\\w+\\s+|IGNORE\\s+)?|REPLACE\\s+)INTO';
  const statement = `(${insert}|UPDATE|DELETE\\s+FROM)`;
  const call = `(insertInto\\(|\\.(insert|update|upsert|delete|remove|softDelete)\\()`;
  return new RegExp(`${statement}\\s+\`?${table}\\b|${call}\\s*${entity}\\b`, 'i');
}

const RULES: readonly Rule[] = [
  {
    what: 'coach_usage_history is written',
    pattern: writesOf('coach_usage_history', 'Usage'),
    only: 'src/packages/history.repository.ts',
    except: {},
    refused: [
      'await tx.write(`INSERT INTO coach_usage_history (usage_date) VALUES (?)`)',
      'UPDATE coach_usage_history\n   SET undone_at = ?',
      'DELETE FROM `coach_usage_history` WHERE id = ?',
      'const { sql, values } = insertInto(Usage, [row], tx.times);',
      'await tx.manager.update(Usage, { id }, { undoneAt: at });',
    ],
    allowed: ['SELECT id FROM coach_usage_history', 'insertInto(UsageNote, [row], tx.times)'],
  },
  {
    what: 'coach_member_list is written',
    pattern: writesOf('coach_member_list', 'Package'),
    only: 'src/packages/packages.repository.ts',
    except: {
      'src/adoption/midnight-ends.ts': 'Printed for an operator, who runs it before adoption.',
    },
    refused: [
      'INSERT INTO coach_member_list (coach_id) VALUES (?)',
      'update coach_member_list set remaining_sessions = 0',
      'tx.manager.insert(Package, row)',
      'tx.manager.delete(Package, { id })',
    ],
    allowed: ['FROM coach_member_list p', 'this.packages.insert(tx, row)'],
  },
  {
    what: "the SQL of 'is a usage' stands",
    pattern: /\bIN\s*\(\s*('(automatic|manual)'\s*,\s*'(automatic|manual)'|\$\{\w*KINDS)/i,
    only: 'src/packages/usage-sql.ts',
    except: {
      'src/adoption/old-numbers.ts':
        'Reads a PHP database as PHP does, where the kind may be NULL.',
    },
    refused: [
      "WHERE adjustment_type IN ('automatic', 'manual')",
      "u.adjustment_type NOT IN ('manual','automatic')",
      ['u.adjustment_type IN ($', '{SESSION_KINDS})'].join(''),
    ],
    allowed: ["u.adjustment_type IN ('adjustment', 'external')", "['automatic', 'manual']"],
  },
];

const SOURCES = PRODUCT_FILES.filter((file) => file.startsWith('src/'));

describe.each(RULES)('$what', ({ pattern, only, except, refused, allowed }) => {
  it(`only in ${only}`, () => {
    const places = SOURCES.filter((file) => pattern.test(read(file)));
    expect(places).toEqual([only, ...Object.keys(except)].toSorted());
  });

  it.each(refused)('is refused elsewhere: %s', (code) => {
    expect(code).toMatch(pattern);
  });

  it.each(allowed)('is not mistaken for: %s', (code) => {
    expect(code).not.toMatch(pattern);
  });
});
