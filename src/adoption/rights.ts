import type { QueryRunner } from 'typeorm';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';
import { obstacleText } from '../../migrations/adoption/obstacles.js';
import type { Config } from '../config/config.js';
import type { ProductDataSource } from '../database/product-data-source.js';
import { type Lack, lackOf } from './grant-rules.js';

/** What migrations and the product need, found by leaving out one at a time (MariaDB 10.11). */
export const NEEDED_RIGHTS = [
  ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'INDEX', 'ALTER'],
  ...['CREATE VIEW', 'SHOW VIEW'],
] as const;

/** MySQL asks for more where a key refers to another table, and hides triggers from others. */
const NEEDED_BY_MYSQL = ['REFERENCES', 'TRIGGER'];

/** A view runs in the name of its maker, and without the maker's roles. */
const NEEDED_BY_VIEWS = ['SELECT'];

/** The user of the database may not do what the migrations do; nothing was changed. */
class RightsLacking extends Error {
  constructor(obstacle: Obstacle) {
    super(
      [
        'The migration stopped before it changed anything: it may not do what it has to.',
        obstacleText(obstacle),
        'Run it again when the rights are there.',
      ].join('\n'),
    );
    this.name = 'RightsLacking';
    // The command line of TypeORM prints the stack; the text is enough.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Throws `RightsLacking` where migrations are due and this user could not run them all. */
export async function requireRights(dataSource: ProductDataSource, config: Config): Promise<void> {
  if (config.database.kind === 'sqlite') return;
  const lack = await lackIn(dataSource);
  if (lack === undefined) return;
  // Who may not even read what has run is told what is missing.
  const isDue = await dataSource.hasDue().catch(() => true);
  if (isDue) throw new RightsLacking(lack.obstacle);
}

async function lackIn(dataSource: ProductDataSource): Promise<LackingRights | undefined> {
  const runner = dataSource.createQueryRunner();
  try {
    return await lackingRights(runner);
  } finally {
    await runner.release();
  }
}

/** That this user may not do all that there is to be done, and the statement that grants it. */
interface LackingRights {
  readonly obstacle: Obstacle;
  /** Whether at least everything can be read, to say what else stands in the way. */
  readonly mayRead: boolean;
}

/** What this user may not do in the database; undefined where nothing is missing. Reads only. */
export async function lackingRights(runner: QueryRunner): Promise<LackingRights | undefined> {
  const [who] = (await runner.query(
    'SELECT DATABASE() AS `database`, CURRENT_USER() AS account, VERSION() AS version',
  )) as { database: string; account: string; version: string }[];
  if (!who) return undefined;
  const rows = (await runner.query('SHOW GRANTS')) as Record<string, string>[];
  const lines = rows.map((row) => Object.values(row)[0] ?? '');
  const isMysql = !/mariadb/i.test(who.version);
  const rights = isMysql ? [...NEEDED_RIGHTS, ...NEEDED_BY_MYSQL] : NEEDED_RIGHTS;
  const lack = lackOf(lines, { database: who.database, rights, own: NEEDED_BY_VIEWS });
  if (lack === undefined) return undefined;
  const mayRead = !lack.rights.includes('SELECT') && !lack.rights.includes('SHOW VIEW');
  return { obstacle: obstacleOf(lack, who.database, accountOf(who.account)), mayRead };
}

function obstacleOf({ rights, on, idleRoles }: Lack, database: string, account: string): Obstacle {
  const list = rights.join(', ');
  return {
    what: `The database user ${account} lacks rights on ${database}: ${list}`,
    where: idleRoles.map((role) => `The role ${role} is granted, but not active at sign-in.`),
    mend:
      'As a user who may grant rights, or in the panel of the host:\n' +
      `GRANT ${list} ON \`${on}\`.* TO ${account}`,
  };
}

/** `name@host`, as statements write it. */
function accountOf(account: string): string {
  const at = account.lastIndexOf('@');
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return `${quoted(account.slice(0, at))}@${quoted(account.slice(at + 1))}`;
}
