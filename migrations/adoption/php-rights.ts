import type { QueryRunner } from 'typeorm';
import { isEmbedded } from '../support/schema-steps.js';
import { HISTORY, USAGES } from './php-view.js';

/** A user of the database could no longer reach the history; nothing was changed. */
class RightsMissing extends Error {
  constructor(grants: readonly string[]) {
    super(
      [
        `Rights on the single table ${USAGES} do not reach the table that it is a view of.`,
        'Nothing was changed. As a user who may grant rights, run',
        ...grants.map((grant) => `  ${grant};`),
        'and the migrations again.',
      ].join('\n'),
    );
    this.name = 'RightsMissing';
    this.stack = `${this.name}: ${this.message}`;
  }
}

interface Right {
  readonly grantee: string;
  readonly right: string;
}

/**
 * Throws `RightsMissing` where somebody has rights on PHP's table alone, as far as the user who
 * migrates may see those of others. Rights on the whole database reach every table.
 */
export async function refuseUnseenRights(runner: QueryRunner): Promise<void> {
  if (isEmbedded(runner)) return;
  const known = new Set((await rightsOn(runner, HISTORY)).map(nameOf));
  const missing = (await rightsOn(runner, USAGES)).filter((one) => !known.has(nameOf(one)));
  if (missing.length === 0) return;
  // CREATE, because there is no such table yet.
  const grants = [...new Set(missing.map(({ grantee }) => grantee))].map((grantee) => {
    const rights = missing.filter((one) => one.grantee === grantee).map(({ right }) => right);
    return `GRANT ${['CREATE', ...rights].join(', ')} ON ${HISTORY} TO ${grantee}`;
  });
  throw new RightsMissing(grants);
}

async function rightsOn(runner: QueryRunner, table: string): Promise<Right[]> {
  return (await runner.query(
    `SELECT GRANTEE AS grantee, PRIVILEGE_TYPE AS \`right\`
       FROM information_schema.TABLE_PRIVILEGES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
        AND PRIVILEGE_TYPE IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
      UNION
     SELECT GRANTEE, PRIVILEGE_TYPE FROM information_schema.COLUMN_PRIVILEGES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
        AND PRIVILEGE_TYPE IN ('SELECT', 'INSERT', 'UPDATE')
      ORDER BY 1, 2`,
    [table, table],
  )) as Right[];
}

function nameOf({ grantee, right }: Right): string {
  return `${right} ${grantee}`;
}
