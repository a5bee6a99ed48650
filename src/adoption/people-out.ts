import type { QueryRunner } from 'typeorm';
import { roleOfUserType } from '../common/actor.js';
import { ACCOUNT_COLUMNS_SQL, type AccountColumn, isOut } from '../database/php-accounts.js';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';

/** Ids that are named of each group. */
const NAMED = 10;
/** With an approved account, other columns say so. */
const GONE = 'deleted or deactivated';

interface PersonRow {
  readonly id: number;
  readonly type: number;
  readonly status: string | null;
}

/** Whom PHP signs in no more, or not yet, by what it says of them and by role. */
export async function peopleOut(runner: QueryRunner): Promise<Obstacle[]> {
  const columns = (await runner.query(ACCOUNT_COLUMNS_SQL)) as AccountColumn[];
  const hasStatus = columns.some(
    ({ table, name }) => table === 'user' && name === 'account_status',
  );
  const people = (await runner.query(
    `SELECT u.id, u.user_type_id AS type, ${hasStatus ? 'u.account_status' : `'approved'`} AS status
       FROM user u WHERE ${isOut(columns)} ORDER BY u.id`,
  )) as PersonRow[];
  if (people.length === 0) return [];
  const groups = new Map<string, number[]>();
  for (const person of people) {
    const group = groupOf(person);
    groups.set(group, [...(groups.get(group) ?? []), person.id]);
  }
  return [
    {
      what: `${people.length} people whom PHP signs in no more, or not yet; nor does the product`,
      where: [...groups].toSorted().map(([group, ids]) => `${group}: ${ids.length} (${some(ids)})`),
      mend: [
        'nothing, if PHP is right. Whom its pages approve may sign in here at once.',
        'Not every PHP asks account_status, is_deleted, deleted_at and the columns of coaches:',
        'where it lets in who is listed here, ask the studio about them before the switch.',
      ].join('\n'),
    },
  ];
}

function groupOf({ type, status }: PersonRow): string {
  const word =
    status === 'approved' ? GONE : status === null || status === '' ? 'no status' : status;
  return `${word}, ${roleOfUserType(type)}`;
}

function some(ids: readonly number[]): string {
  return [...ids.slice(0, NAMED), ...(ids.length > NAMED ? ['…'] : [])].join(', ');
}
