/** Something that a PHP database may hold, about which the check has advice. */
export interface AdviceCase {
  /** Of the check in `src/adoption/advice.ts`. */
  readonly check: string;
  /** Statements that bring it about. */
  readonly spoil: readonly string[];
  readonly what: string;
  readonly where: readonly string[];
  /** Where the advice is words alone. */
  readonly repair?: readonly string[];
}

/** UTF-8 as a connection of latin1 brings it. */
const wrote = (name: string) =>
  `CONVERT(X'${Buffer.from(name, 'utf8').toString('hex')}' USING latin1)`;

const garbledCase = (what: string, where: string, ...spoil: string[]): AdviceCase => ({
  check: 'garbled names',
  spoil,
  what,
  where: [where],
});

/** In this order: columns are narrow at first, and hold every letter later. */
export const ADVICE_CASES: readonly AdviceCase[] = [
  {
    check: 'people out',
    spoil: [
      "UPDATE user SET account_status = 'rejected' WHERE id IN (2, 110, 111)",
      'UPDATE user SET account_status = NULL WHERE id = 112',
    ],
    what: '4 people whom PHP signs in no more, or not yet; nor does the product',
    where: [
      'no status, member: 1 (112)',
      'rejected, member: 2 (110, 111)',
      'rejected, staff: 1 (2)',
    ],
    repair: ["UPDATE user SET account_status = 'approved'"],
  },
  {
    check: 'people out',
    spoil: [
      "INSERT INTO usertype (id, type_name) VALUES (5, 'supplier'), (6, 'guest')",
      'UPDATE user SET user_type_id = 5 WHERE id IN (113, 114)',
      'UPDATE user SET user_type_id = 6 WHERE id = 115',
    ],
    what: '3 people of kinds that have no role here; they cannot sign in',
    where: ['usertype 5: 2 (113, 114)', 'usertype 6: 1 (115)'],
    repair: ['UPDATE user SET user_type_id = 4 WHERE user_type_id > 4'],
  },
  {
    check: 'ends at midnight',
    spoil: [
      `UPDATE coach_member_list SET expires_at = '2026-06-01 00:00:00', status = 'active',
        coach_approval = 'approved', staff_approval = 'approved' WHERE id IN (11, 12)`,
      // Ended, and not a day's beginning.
      "UPDATE coach_member_list SET expires_at = '2026-03-12 00:00:00' WHERE id = 13",
      "UPDATE coach_member_list SET expires_at = '2026-06-01 00:00:01' WHERE id = 14",
    ],
    what: '2 running subscriptions that end at midnight, when their last day begins',
    where: ['subscriptions 11, 12'],
  },
  garbledCase(
    '1 names in user.fname whose letters were garbled ("Ã©" for "é")',
    'ids 120',
    `UPDATE user SET fname = ${wrote('Renée')} WHERE id = 120`,
  ),
  garbledCase(
    '2 names in user.lname whose letters were garbled ("Ã©" for "é")',
    'ids 121, 122',
    `UPDATE user SET lname = ${wrote('Łukasiński')} WHERE id = 121`,
    `UPDATE user SET lname = ${wrote('王')} WHERE id = 122`,
  ),
  {
    check: 'narrow columns',
    spoil: ['ALTER TABLE user MODIFY COLUMN lname varchar(255) CHARACTER SET latin1 NOT NULL'],
    what: '3 columns cannot hold every letter; such names and reasons are refused',
    where: ['user.fname: latin1', 'user.mname: latin1', 'user.lname: latin1'],
  },
  garbledCase(
    '2 names in user.mname whose letters were garbled ("Ã©" for "é")',
    'ids 123, 124',
    `UPDATE user SET mname = ${wrote('Nguyễn')} WHERE id = 123`,
    `UPDATE user SET mname = CONVERT(CAST(CONVERT(${wrote('é')} USING utf8mb4) AS BINARY)
      USING latin1) WHERE id = 124`,
  ),
];
