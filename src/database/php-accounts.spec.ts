import { describe, expect, it } from 'vitest';
import { type AccountColumn, isOut } from './php-accounts.js';

const column = (table: 'user' | 'coaches', name: string, definition: string): AccountColumn => ({
  table,
  name,
  type: /^\w+/.exec(definition)?.[0] ?? '',
  definition,
});

const NO_ROLE = '(u.user_type_id NOT IN (1, 2, 3, 4))';

describe('whom PHP keeps out', () => {
  it.each([
    [
      'those alone who have no role, without such columns',
      [column('user', 'email', 'varchar(255)')],
      NO_ROLE,
    ],
    [
      'all but the approved, where the column has that word',
      [column('user', 'account_status', "enum('pending','approved','rejected')")],
      `${NO_ROLE} OR (COALESCE(u.account_status, '') <> 'approved')`,
    ],
    [
      'those alone who are said to be out, where its words are others',
      [column('user', 'account_status', "enum('active','inactive')")],
      `${NO_ROLE} OR (u.account_status IN ('pending', 'rejected', 'deactivated', 'inactive'))`,
    ],
    [
      'those alone in a column of free words',
      [column('user', 'account_status', 'varchar(20)')],
      `${NO_ROLE} OR (u.account_status IN ('pending', 'rejected', 'deactivated', 'inactive'))`,
    ],
    ['nobody more by numbers', [column('user', 'account_status', 'tinyint(4)')], NO_ROLE],
  ])('is %s', (_, columns, sql) => {
    expect(isOut(columns)).toBe(sql);
  });

  it('is a coach whose profile says so, the one that counts elsewhere too', () => {
    const sql = isOut([column('coaches', 'status', "enum('active','deactivated')")]);
    expect(sql).toContain('c.id = (SELECT MIN(o.id) FROM coaches o WHERE o.user_id = u.id)');
    expect(sql).toContain('c.status IN');
  });
});
