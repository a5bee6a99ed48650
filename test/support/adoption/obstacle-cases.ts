import { LEGACY_KINDS, type LegacyKind } from './legacy-schema.js';

/** Something that a legacy database may hold, and that a person must decide. */
export interface ObstacleCase {
  readonly name: string;
  readonly kinds: readonly LegacyKind[];
  /** Statements that bring it about on a lenient server. */
  readonly spoil: readonly string[];
  readonly what: string;
  readonly where: readonly string[];
  /** What a person puts into the words in brackets of the mend. */
  readonly blanks?: Readonly<Record<string, string | number>>;
  /** Where the mend is words alone. */
  readonly repair?: readonly string[];
}

const sale = (id: number, more: Readonly<Record<string, string | number | null>> = {}) => {
  const values = {
    ...{ id, coach_id: 10, member_id: 100 + (id % 100), status: 'active' },
    ...{ coach_approval: 'approved', staff_approval: 'approved', rate_type: 'package' },
    ...{ requested_at: '2026-01-01 10:00:00', remaining_sessions: 5, ...more },
  };
  return insertion('coach_member_list', values);
};
const usage = (id: number, coach_member_id: number, more: object = {}) =>
  insertion('coach_session_usage', {
    ...{ id, coach_member_id, usage_date: '2026-01-05', created_at: '2026-01-05 08:00:00' },
    ...more,
  });

function insertion(table: string, values: Record<string, unknown>): string {
  const texts = Object.values(values).map((value) =>
    typeof value === 'string' ? `'${value}'` : String(value),
  );
  return `INSERT INTO ${table} (${Object.keys(values).join(', ')}) VALUES (${texts.join(', ')})`;
}

/** Rows that look awkward, and are none of anybody's business. */
const ONE_DAY = [sale(8001), sale(8101), usage(800_001, 8001)];
export const PEACEFUL: Readonly<Record<LegacyKind, readonly string[]>> = {
  older: [...ONE_DAY, usage(800_004, 1, { usage_date: '2020-02-29' })],
  plain: [...ONE_DAY, sale(8002, { rate_type: 'per_session', remaining_sessions: null })],
  enhanced: [
    ...ONE_DAY,
    usage(800_002, 8101, { undone_at: '2026-01-05 09:00:00' }),
    sale(8201),
    usage(800_003, 8201, { adjustment_type: 'adjustment', adjustment_amount: 2 }),
  ],
};

const SHARED_DAY =
  '1 days on which more than one session of a member was taken with the same coach';

function sharedDay(name: string, kinds: readonly LegacyKind[], type?: string | null): ObstacleCase {
  const more = type === undefined ? {} : { adjustment_type: type };
  return {
    name,
    kinds,
    spoil: [sale(9003), sale(9103), usage(900_001, 9003), usage(900_002, 9103, more)],
    what: SHARED_DAY,
    where: [
      'member 103, coach 10, 2026-01-05: usages 900001 of package 9003, 900002 of package 9103',
    ],
    blanks: { usage: 900_002, package: 9103 },
  };
}

function unknownWord(column: string, known: string, word: string | null): ObstacleCase {
  return {
    name: `${column} ${word === null ? 'of nothing' : 'that no word is'}`,
    kinds: LEGACY_KINDS,
    spoil: [sale(9007, { [column]: word })],
    what: `1 rows of coach_member_list with an empty or unknown ${column} (known: ${known})`,
    where: [`package 9007: ${word === null ? 'NULL' : '""'}`],
  };
}
const forgetting = (one: ObstacleCase): ObstacleCase => ({
  ...one,
  spoil: ['DELETE FROM coach_member_list WHERE id = 9007', ...one.spoil],
});

function noDate(
  table: 'coach_member_list' | 'coach_session_usage',
  column: string,
  date: string,
  kinds: readonly LegacyKind[] = LEGACY_KINDS,
): ObstacleCase {
  const remove = `DELETE FROM ${table} WHERE id = 900010`;
  const insert =
    table === 'coach_member_list'
      ? [sale(900_010, { [column]: date })]
      : ['DELETE FROM coach_member_list WHERE id = 9010', sale(9010)].concat(
          usage(900_010, 9010, { [column]: date }),
        );
  return {
    name: `${column} of ${date}`,
    kinds,
    spoil: [remove, ...insert],
    what: `1 rows of ${table} whose ${column} is no date (such as 0000-00-00)`,
    where: ['id 900010'],
  };
}

const APPROVALS = 'pending, approved, rejected';
const RATE_TYPES = 'monthly, package, per_session, hourly';

/** Every case is mended before the next one. */
export const CASES: readonly ObstacleCase[] = [
  {
    name: 'counts below zero',
    kinds: LEGACY_KINDS,
    spoil: [sale(9001, { remaining_sessions: -2 }), sale(9002, { remaining_sessions: -1 })],
    what: '2 packages with fewer than 0 sessions left',
    where: ['package 9001 of member 101: -2', 'package 9002 of member 102: -1'],
  },
  sharedDay('a day on which two packages of a pair were used', LEGACY_KINDS),
  {
    ...sharedDay('the same, where one of the usages has no type', ['enhanced'], null),
    spoil: [
      'DELETE FROM coach_session_usage WHERE id = 900002',
      usage(900_002, 9103, { adjustment_type: null }),
    ],
  },
  {
    name: 'usages of no package',
    kinds: LEGACY_KINDS,
    spoil: [usage(900_003, 77_777)],
    what: '1 usages whose package is not there',
    where: ['usage 900003 of package 77777'],
  },
  unknownWord('status', 'active, expired, disconnected', 'gone'),
  forgetting(unknownWord('coach_approval', APPROVALS, 'gone')),
  forgetting(unknownWord('coach_approval', APPROVALS, null)),
  forgetting(unknownWord('staff_approval', APPROVALS, 'gone')),
  forgetting(unknownWord('rate_type', RATE_TYPES, 'yearly')),
  forgetting(unknownWord('rate_type', RATE_TYPES, null)),
  {
    name: 'an adjustment_type that no word is',
    kinds: ['enhanced'],
    spoil: [sale(9009), usage(900_009, 9009, { adjustment_type: 'gone' })],
    what: '1 rows of coach_session_usage with an unknown adjustment_type',
    where: ['usage 900009: ""'],
  },
  noDate('coach_member_list', 'requested_at', '0000-00-00 00:00:00'),
  noDate('coach_member_list', 'coach_approved_at', '0000-00-00 00:00:00'),
  noDate('coach_member_list', 'staff_approved_at', '0000-00-00 00:00:00'),
  noDate('coach_member_list', 'expires_at', '2026-07-00 00:00:00'),
  noDate('coach_session_usage', 'usage_date', '0000-00-00'),
  noDate('coach_session_usage', 'created_at', '2026-00-11 10:00:00'),
  noDate('coach_session_usage', 'undone_at', '0000-00-00 00:00:00', ['enhanced']),
  {
    name: 'usages that do not say when they were made',
    kinds: LEGACY_KINDS,
    spoil: [sale(9011), usage(900_011, 9011, { created_at: null })],
    what: '1 rows of coach_session_usage that do not say when they were made (created_at is NULL)',
    where: ['id 900011'],
  },
  {
    name: 'lines of the log that do not say when they were written',
    kinds: ['plain', 'enhanced'],
    spoil: ['UPDATE admin_activity_log SET created_at = NULL WHERE id IN (3, 5)'],
    what: '2 rows of admin_activity_log that do not say when they were made (created_at is NULL)',
    where: ['id 3', 'id 5'],
  },
  {
    name: 'lines of the log of no day',
    kinds: ['plain', 'enhanced'],
    spoil: ["UPDATE admin_activity_log SET created_at = '0000-00-00 00:00:00' WHERE id = 4"],
    what: '1 rows of admin_activity_log whose created_at is no date (such as 0000-00-00)',
    where: ['id 4'],
  },
  {
    name: 'a column that is not there',
    kinds: LEGACY_KINDS,
    spoil: ['ALTER TABLE coaches DROP COLUMN per_session_rate'],
    what: 'The table coaches lacks columns: per_session_rate',
    where: [],
    repair: ['ALTER TABLE coaches ADD COLUMN per_session_rate decimal(10,2) DEFAULT NULL'],
  },
  {
    name: 'a table without transactions',
    kinds: LEGACY_KINDS,
    spoil: ['ALTER TABLE coaches ENGINE=MyISAM'],
    what: 'The table coaches is kept by MyISAM, which has no transactions',
    where: [],
  },
];
