/*
 * The SQL that makes a studio's years, from MariaDB's tables of all numbers. Every member comes
 * every eighth day and buys a new package when 25 such days are over: on the first the package is
 * sold, on the others a session is used. So a day `d` and a place in it `i` say everything: who it
 * is, which package, which session. Ids follow from both, rise with time over all members, and
 * nothing has to be looked up.
 */

const EVERY_DAYS = 8;
/** Days of a package on which something happens: the sale, and 24 sessions. */
const STEPS = 25;
const GRANTED = 24;
/** What is sold to those on whom the load of a benchmark falls: they must not run out. */
const GRANTED_AMPLY = 60;
const STAFF_ID = 2;
export const FIRST_COACH_ID = 3;

const FIRST_NAMES = `Ana,Ben,Chi,Dora,Emil,Fatou,Gita,Hugo,Ines,Jon,Kofi,Lena,Mei,Nils,Olga,Pia,
Ravi,Sara,Tom,Uma`.replace(/\s/g, '');
const LAST_NAMES = `Silva,Okafor,Nguyen,Berg,Costa,Diallo,Eriksen,Ferri,Grant,Haddad,Ito,Jensen,
Kaya,Larsen,Mensah,Novak,Ortega,Park,Rossi,Santos,Tanaka,Usman,Vogel,Wagner,Zhou`.replace(
  /\s/g,
  '',
);

const elt = (words, n) => `ELT(1 + ${n}, ${words.split(',').map((word) => `'${word}'`)})`;

/** What follows from a size: how many places a day has, and the ids of members. */
export function shapeOf({ members, coaches, days }) {
  const places = Math.ceil(members / EVERY_DAYS);
  return {
    ...{ members, coaches, days, places, startsADay: Math.ceil(places / STEPS) },
    firstMemberId: FIRST_COACH_ID + coaches,
  };
}

/**
 * One row a day and place: `d`, `i`, `r` (which of the eight days), `h` (where in its first package
 * the member would have been), `k` and `n` (which package, which step), `start_d` (when that was
 * sold), `last_y` (how far the member is in the end).
 */
function steps(shape) {
  // The numbers of the tables of all numbers are unsigned, and some differences are not.
  const [d, i] = ['CAST(d.seq AS SIGNED)', 'CAST(i.seq AS SIGNED)'];
  const r = `(${d} % ${EVERY_DAYS})`;
  const h = `((${i} * 7 + ${r} * 3) % ${STEPS})`;
  const y = `(${d} DIV ${EVERY_DAYS} + ${h})`;
  const k = `(${y} DIV ${STEPS})`;
  const start = `(${EVERY_DAYS * STEPS} * ${k} - ${EVERY_DAYS} * ${h} + ${r})`;
  return `(SELECT ${d} AS d, ${i} AS i, ${r} AS r, ${k} AS k, ${y} % ${STEPS} AS n,
      ${start} AS start_d, ${i} * ${EVERY_DAYS} + ${r} AS m,
      ((${shape.days - 1} - ${r}) DIV ${EVERY_DAYS} + ${h}) AS last_y,
      (${i} DIV ${shape.coaches} + ${r}) % 10 AS kind,
      (${i} * 7 + ${r} * 11 + ${k} * 13) % 50 AS luck
    FROM seq_0_to_${shape.days - 1} d STRAIGHT_JOIN seq_0_to_${shape.places - 1} i
    WHERE ${i} * ${EVERY_DAYS} + ${r} < ${shape.members} AND ${start} >= 0) s`;
}

// One package in five has an undone usage (at once, by the coach) as its fifth session, one in ten
// a correction by one in the place of its ninth, every other one a usage by hand as its twelfth.
const UNDONE = '(luck % 5 = 0)';
const CORRECTED = '(luck % 10 = 3)';
const BY_HAND = '(luck % 2 = 0 AND n = 12)';
const IS_RUNNING = `(k = last_y DIV ${STEPS})`;
const SOLD = `IF(${IS_RUNNING} AND kind > 0, ${GRANTED_AMPLY}, ${GRANTED})`;
const IS_UNDONE = `(n = 5 AND ${UNDONE})`;
const IS_CORRECTION = `(n = 9 AND ${CORRECTED})`;
/** What is left, and the version, when step `n` is made; an undo of the same day comes after it. */
const LEFT = `(${SOLD} - n + (n > 5 AND ${UNDONE}) + 2 * (n >= 9 AND ${CORRECTED}))`;
const VERSION = `(1 + n + (n > 5 AND ${UNDONE}))`;
const BEFORE = `(${LEFT} + IF(${IS_CORRECTION}, -1, 1))`;

const LAST_STEP = `LEAST(${STEPS - 1}, last_y - ${STEPS} * k)`;
const LEFT_IN_THE_END = `(${SOLD} - ${LAST_STEP} + (${LAST_STEP} >= 5 AND ${UNDONE})
  + 2 * (${LAST_STEP} >= 9 AND ${CORRECTED}))`;
const VERSION_IN_THE_END = `(1 + ${LAST_STEP} + (${LAST_STEP} >= 5 AND ${UNDONE}))`;

const packageId = ({ startsADay }) => `(start_d * ${startsADay} + i DIV ${STEPS} + 1)`;
const rowId = ({ places }) => `(d * ${places} + i + 1)`;
const memberId = ({ firstMemberId }) => `(${firstMemberId} + m)`;
/** One member in ten goes to another coach with every other package. */
const coachId = ({ coaches }) =>
  `(${FIRST_COACH_ID} + (i + (kind = 4 AND k % 2 = 1)) % ${coaches})`;
const day = (dayZero, d = 'd') => `('${dayZero}' + INTERVAL ${d} DAY)`;
/** From six in the morning on, one after the other. */
const time = ({ places }, dayZero, later = 0) =>
  `('${dayZero}' + INTERVAL d * 86400 + 21600 + i * 50400 DIV ${places} + ${later} SECOND)`;
const EXPIRES_AFTER = '(200 + 10 * (i % 8))';
const expires = (dayZero) => `('${dayZero} 23:59:59' + INTERVAL start_d + ${EXPIRES_AFTER} DAY)`;

/** Everybody with an account: the admin, the front desk, coaches and members. */
export function peopleSql(shape, password) {
  const { coaches, members, firstMemberId } = shape;
  const people = `INSERT INTO user (id, user_type_id, email, password, fname, lname)`;
  return [
    `${people} VALUES (1, 1, 'admin@gym.example', '${password}', 'Vera', 'Lindqvist'),
       (${STAFF_ID}, 2, 'staff@gym.example', '${password}', 'Noah', 'Adeyemi')`,
    `${people} SELECT ${FIRST_COACH_ID} + seq, 3, CONCAT('coach', seq, '@gym.example'),
       '${password}', ${elt(FIRST_NAMES, 'seq % 20')}, ${elt(LAST_NAMES, 'seq % 25')}
       FROM seq_0_to_${coaches - 1}`,
    `${people} SELECT ${firstMemberId} + seq, 4, CONCAT('member', seq, '@gym.example'),
       '${password}', ${elt(FIRST_NAMES, 'seq % 20')},
       CONCAT(${elt(LAST_NAMES, '(seq * 7) % 25')}, '-', seq DIV 25)
       FROM seq_0_to_${members - 1}`,
    `INSERT INTO coaches (user_id, monthly_rate, session_package_rate, per_session_rate,
       session_package_count)
     SELECT ${FIRST_COACH_ID} + seq, 120, 350, 40, 24 FROM seq_0_to_${coaches - 1}`,
  ];
}

/** Packages; and some that count nothing, and some that wait for the coach. */
export function packagesSql(shape, dayZero) {
  const into = `INSERT INTO coach_member_list (id, coach_id, member_id, status, coach_approval,
    staff_approval, requested_at, coach_approved_at, staff_approved_at, payment_received,
    handled_by_staff, expires_at, remaining_sessions, rate_type, granted_sessions, version,
    booked_sessions)`;
  const at = time(shape, dayZero);
  const other = (rateType, approval, every, offset) => `${into}
    SELECT ${packageId(shape)} + ${(shape.days + offset) * shape.startsADay}, ${coachId(shape)},
      ${memberId(shape)}, 'active', '${approval}', 'approved', ${at}, ${at}, ${at}, 1,
      ${STAFF_ID}, ${expires(dayZero)}, NULL, '${rateType}', 0, 0, NULL
    FROM ${steps(shape)} WHERE n = 0 AND ${IS_RUNNING} AND luck = ${every}`;
  return [
    `${into}
     SELECT ${packageId(shape)}, ${coachId(shape)}, ${memberId(shape)},
       IF(${LEFT_IN_THE_END} > 0 AND ${expires(dayZero)} > NOW(), 'active', 'expired'),
       'approved', 'approved', ${at}, ${at}, ${at}, 1, ${STAFF_ID}, ${expires(dayZero)},
       ${LEFT_IN_THE_END}, 'package', ${SOLD}, ${VERSION_IN_THE_END}, ${LEFT_IN_THE_END}
     FROM ${steps(shape)} WHERE n = 0`,
    other('monthly', 'approved', 7, 0),
    other('monthly', 'pending', 23, shape.days),
  ];
}

/** One row a step: the sale, a usage, or a correction. */
export function historySql(shape, dayZero) {
  return `INSERT INTO coach_usage_history (id, coach_member_id, usage_date, created_at, member_id,
      coach_id, adjustment_type, adjustment_amount, balance_after, reason, created_by, undone_at,
      undone_by, undo_reason, active_slot, hidden_from_php)
    SELECT ${rowId(shape)}, ${packageId(shape)},
      IF(n = 0 OR ${IS_CORRECTION}, NULL, DATE(${day(dayZero)})), ${time(shape, dayZero)},
      ${memberId(shape)}, ${coachId(shape)},
      CASE WHEN n = 0 THEN 'grant' WHEN ${IS_CORRECTION} THEN 'adjustment'
        WHEN ${BY_HAND} THEN 'manual' ELSE 'automatic' END,
      CASE WHEN n = 0 THEN ${SOLD} WHEN ${IS_CORRECTION} THEN 1 END, ${LEFT},
      CASE WHEN ${IS_CORRECTION} THEN 'The room was taken' WHEN ${BY_HAND} THEN 'No phone' END,
      CASE WHEN n = 0 THEN ${STAFF_ID} WHEN ${IS_CORRECTION} OR ${BY_HAND} THEN ${coachId(shape)}
        ELSE ${memberId(shape)} END,
      IF(${IS_UNDONE}, ${time(shape, dayZero, 20)}, NULL),
      IF(${IS_UNDONE}, ${coachId(shape)}, NULL), IF(${IS_UNDONE}, 'Did not train', NULL),
      IF(n = 0 OR ${IS_CORRECTION} OR ${IS_UNDONE}, NULL, 1),
      IF(n = 0 OR ${IS_CORRECTION} OR ${IS_UNDONE}, 1, 0)
    FROM ${steps(shape)}`;
}

const books = (version, left) =>
  `CONCAT('{"version":', ${version}, ',"remaining":', ${left}, ',"status":"',
    IF(${left} > 0, 'active', 'expired'), '"}')`;

/** What was done at each step, what was undone, and a few attempts that were refused. */
export function activitiesSql(shape, dayZero) {
  const into = `INSERT INTO admin_activity_log (id, action, details, member_id, coach_id,
    created_at, actor_id, actor_role, outcome, package_id, usage_id, \`before\`, \`after\`, reason,
    code, method, route, status, request_id, ip, user_agent)`;
  const [id, one, by] = [rowId(shape), packageId(shape), coachId(shape)];
  const action = `CASE WHEN n = 0 THEN 'package.granted' WHEN ${IS_CORRECTION}
    THEN 'balance.adjusted' WHEN ${BY_HAND} THEN 'session.used' ELSE 'session.deducted' END`;
  const route = `CASE WHEN n = 0 THEN 'packages' WHEN ${IS_CORRECTION} THEN 'adjustments'
    WHEN ${BY_HAND} THEN 'sessions' ELSE 'workouts' END`;
  const isOurs = `(${IS_CORRECTION} OR ${BY_HAND})`;
  const origin = `CONCAT(LPAD(HEX(${id} * 2654435761 & 0xffffffff), 8, '0'), '-5b1c-4c3e-9d2a-',
    LPAD(HEX(${id}), 12, '0')), CONCAT('10.0.', i % 200, '.', m % 250), 'coach-app/3.2 (Android)'`;
  const done = `SELECT ${id} * 3 AS id, ${action}, CONCAT(${action}, ', done, package ', ${one},
      ', usage ', ${id}), ${memberId(shape)}, ${by}, ${time(shape, dayZero)},
      CASE WHEN n = 0 THEN ${STAFF_ID} WHEN ${isOurs} THEN ${by} ELSE ${memberId(shape)} END,
      CASE WHEN n = 0 THEN 'staff' WHEN ${isOurs} THEN 'coach' ELSE 'member' END, 'done', ${one},
      ${id}, IF(n = 0, NULL, ${books(`${VERSION} - 1`, BEFORE)}), ${books(VERSION, LEFT)},
      CASE WHEN ${IS_CORRECTION} THEN 'The room was taken' WHEN ${BY_HAND} THEN 'No phone' END,
      NULL, 'POST', CONCAT('/api/v1/members/:memberId/', ${route}),
      IF(${IS_CORRECTION}, 200, 201), ${origin} FROM ${steps(shape)}`;
  const undone = `SELECT ${id} * 3 + 1, 'session.undone', CONCAT('session.undone, done, package ',
      ${one}, ', usage ', ${id}), ${memberId(shape)}, ${by}, ${time(shape, dayZero, 20)}, ${by},
      'coach', 'done', ${one}, ${id}, ${books(VERSION, LEFT)},
      ${books(`${VERSION} + 1`, `${LEFT} + 1`)}, 'Did not train', NULL, 'POST',
      '/api/v1/members/:memberId/sessions/:usageId/undo', 200, ${origin}
    FROM ${steps(shape)} WHERE ${IS_UNDONE}`;
  const refused = `SELECT ${id} * 3 + 1, 'session.used', CONCAT('session.used, refused, package ',
      ${one}), ${memberId(shape)}, ${by}, ${time(shape, dayZero, 20)}, ${by}, 'coach', 'refused',
      ${one}, NULL, NULL, NULL, NULL, 'already_used_on_date', 'POST',
      '/api/v1/members/:memberId/sessions', 409, ${origin}
    FROM ${steps(shape)} WHERE n = 15 AND luck % 5 = 2`;
  const renamed = `SELECT ${id} * 3 + 2, 'member.changed', 'member.changed, done',
      ${memberId(shape)}, NULL, ${time(shape, dayZero, 30)}, ${STAFF_ID}, 'staff', 'done', NULL,
      NULL, NULL, '{"lastName":"Silva"}', NULL, NULL, 'PATCH', '/api/v1/members/:memberId', 200,
      ${origin}
    FROM ${steps(shape)} WHERE n = 20 AND k = 1 AND m % 1000 = 1`;
  return [done, undone, refused, renamed].map((part) => `${into} ${part}`);
}
