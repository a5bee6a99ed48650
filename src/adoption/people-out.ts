import type { QueryRunner } from 'typeorm';
import { roleOfUserType } from '../common/actor.js';
import {
  ACCOUNT_COLUMNS_SQL,
  type AccountColumn,
  HAS_NO_ROLE,
  isOut,
} from '../database/php-accounts.js';
import type { Obstacle } from '../../migrations/adoption/obstacle.js';

/** Ids that are named of each group. */
const NAMED = 10;
/** With an approved account, other columns say so. */
const GONE = 'deleted or deactivated';

interface PersonRow {
  readonly id: number;
  readonly type: number;
  readonly status: string | null;
  readonly hasNoRole: number | string;
}

/** Who cannot sign in: whom PHP keeps out, by what it says of them, and who has no role here. */
export async function peopleOut(runner: QueryRunner): Promise<Obstacle[]> {
  const columns = (await runner.query(ACCOUNT_COLUMNS_SQL)) as AccountColumn[];
  const hasStatus = columns.some(
    ({ table, name }) => table === 'user' && name === 'account_status',
  );
  const status = hasStatus ? 'u.account_status' : "'approved'";
  const people = (await runner.query(
    `SELECT u.id, u.user_type_id AS type, ${status} AS status,
            (${HAS_NO_ROLE}) AS hasNoRole
       FROM user u WHERE ${isOut(columns)} ORDER BY u.id`,
  )) as PersonRow[];
  const hasRole = (person: PersonRow) => Number(person.hasNoRole) === 0;
  const [withRole, others] = [people.filter(hasRole), people.filter((one) => !hasRole(one))];
  return [
    ...obstacleOf(withRole, groupOf, {
      what: 'people whom PHP signs in no more, or not yet; nor does the product',
      mend: [
        'nothing, if PHP is right. Whom its pages approve may sign in here at once.',
        'Not every PHP asks account_status, is_deleted, deleted_at and the columns of coaches:',
        'where it lets in who is listed here, ask the studio about them before the switch.',
      ],
    }),
    ...obstacleOf(others, ({ type }) => `usertype ${type}`, {
      what: 'people of kinds that have no role here; they cannot sign in',
      mend: [
        'nothing, if they have nothing to do with sessions. Admins, staff, coaches and members',
        'are the usertypes 1 to 4: whoever is one of these gets its number in user.user_type_id.',
      ],
    }),
  ];
}

/** Nothing where there is nobody. */
function obstacleOf(
  people: readonly PersonRow[],
  nameOf: (person: PersonRow) => string,
  { what, mend }: { readonly what: string; readonly mend: readonly string[] },
): Obstacle[] {
  if (people.length === 0) return [];
  const groups = new Map<string, number[]>();
  for (const person of people) {
    const group = nameOf(person);
    groups.set(group, [...(groups.get(group) ?? []), person.id]);
  }
  const where = [...groups]
    .toSorted()
    .map(([group, ids]) => `${group}: ${ids.length} (${some(ids)})`);
  return [{ what: `${people.length} ${what}`, where, mend: mend.join('\n') }];
}

function groupOf({ type, status }: PersonRow): string {
  const word =
    status === 'approved' ? GONE : status === null || status === '' ? 'no status' : status;
  return `${word}, ${roleOfUserType(type)}`;
}

function some(ids: readonly number[]): string {
  return [...ids.slice(0, NAMED), ...(ids.length > NAMED ? ['…'] : [])].join(', ');
}
