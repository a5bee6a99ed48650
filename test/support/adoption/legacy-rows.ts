import type { LegacyKind } from './legacy-schema.js';
import { chance, type Chance } from '../seed.js';

/** Rows of a legacy database by table; every row of a table has the same columns. */
export type LegacyRows = Record<string, Record<string, string | number | null>[]>;

const MEMBERS = 200;
const COACHES = 6;
const FIRST_MEMBER = 100;
const DAY_MS = 86_400_000;
/** The day on which the studio moves in. */
const MOVING_DAY = '2026-03-10';

const NAMES = ['Zoë', 'Jörg', 'Anna', 'José', 'Tom', 'Lea', 'Noël', 'Uma', 'Max', 'Ída'];
const FAMILIES = ['Müller', 'Größe', 'Silva', 'Ñandú', 'Smith', 'Øster', 'Reyes', "O'Neil"];

const day = (daysAgo: number) =>
  new Date(Date.parse(`${MOVING_DAY}T00:00:00Z`) - daysAgo * DAY_MS).toISOString().slice(0, 10);

/**
 * Some 200 members with packages of every state and `count` usages, as the legacy system leaves
 * them behind, awkward rows included; nothing among them stands in the way.
 */
export function legacyRows(kind: LegacyKind, seed: number, count: number): LegacyRows {
  const random = chance(seed);
  const packages = subscriptions(kind, random);
  return {
    usertype: ['admin', 'staff', 'coach', 'customer'].map((type_name, index) => {
      return { id: index + 1, type_name };
    }),
    user: people(random),
    coaches: coaches(),
    coach_member_list: packages,
    coach_session_usage: usages(kind, packages, count, random),
    ...(kind === 'older' ? {} : { admin_activity_log: log() }),
    payment: [{ id: 1, amount: '1500.00' }],
    migrations: [{ id: 1, migration: '2014_10_12_000000_create_users_table', batch: 1 }],
  };
}

function people(random: Chance): LegacyRows[string] {
  const person = (id: number, type: number, fname: string, lname: string) => ({
    id,
    user_type_id: type,
    // Nothing forbids two accounts with one e-mail address.
    email: id === FIRST_MEMBER + 1 ? `p${FIRST_MEMBER}@example.com` : `p${id}@example.com`,
    password: '$2y$10$abcdefghijklmnopqrstuuTIKvIV5aaaaaaaaaaaaaaaaaaaaaaaa',
    fname,
    mname: id % 3 === 0 ? 'Q.' : null,
    lname,
    bday: id % 7 === 0 ? null : '1990-05-17',
    account_status: 'approved',
  });
  const members = Array.from({ length: MEMBERS }, (_, n) =>
    person(FIRST_MEMBER + n, 4, random.oneOf(NAMES), random.oneOf(FAMILIES)),
  );
  const trainers = Array.from({ length: COACHES }, (_, n) =>
    person(10 + n, 3, random.oneOf(NAMES), random.oneOf(FAMILIES)),
  );
  return [person(1, 1, 'Ada', 'Admin'), person(2, 2, 'Sam', 'Staff'), ...trainers, ...members];
}

/** One coach has no profile. */
function coaches(): LegacyRows[string] {
  return Array.from({ length: COACHES - 1 }, (_, n) => ({
    id: n + 1,
    user_id: 10 + n,
    bio: 'Kraft & Ausdauer – für alle',
    monthly_rate: '1000.00',
    session_package_rate: n === 0 ? null : '1800.50',
    per_session_rate: null,
    session_package_count: 18,
  }));
}

function subscriptions(kind: LegacyKind, random: Chance): LegacyRows[string] {
  const rows: LegacyRows[string] = [];
  for (let n = 0; n < MEMBERS; n += 1) {
    const coach = 10 + (n % COACHES);
    rows.push(subscription(rows.length + 1, FIRST_MEMBER + n, coach, kind, random));
    // A second package with the same coach, bought ahead, or one with another coach.
    if (n % 4 === 0) {
      const other = n % 8 === 0 ? coach : 10 + ((n + 1) % COACHES);
      rows.push(subscription(rows.length + 1, FIRST_MEMBER + n, other, kind, random));
    }
  }
  // Of people who are no longer there.
  rows.push(subscription(rows.length + 1, 99_999, 10, kind, random));
  return rows;
}

function subscription(
  id: number,
  member_id: number,
  coach_id: number,
  kind: LegacyKind,
  random: Chance,
) {
  const state = random.between(0, 19);
  const uncounted = kind === 'older' ? ['monthly', 'hourly'] : ['monthly', 'per_session'];
  const rateType = state < 3 ? random.oneOf(uncounted) : 'package';
  const [coachApproval, staffApproval] =
    state === 3 ? ['pending', 'pending'] : state === 4 ? ['approved', 'rejected'] : APPROVED;
  const remaining = state === 5 ? 0 : state === 6 ? null : random.between(1, 30);
  const isOver = state === 7 || remaining === 0;
  const status = state === 8 ? 'disconnected' : isOver || state < 5 ? 'expired' : 'active';
  return {
    id,
    coach_id,
    member_id,
    status,
    coach_approval: coachApproval ?? 'approved',
    staff_approval: staffApproval ?? 'approved',
    requested_at: id % 50 === 0 ? null : `${day(120)} 08:15:00`,
    coach_approved_at: `${day(119)} 09:00:00`,
    staff_approved_at: `${day(118)} 10:30:30`,
    payment_received: state === 3 ? 0 : 1,
    handled_by_coach: coach_id,
    handled_by_staff: id % 2 === 0 ? 2 : null,
    expires_at: state === 7 ? `${day(2)} 23:59:59` : id % 3 === 0 ? null : `${day(-60)} 23:59:59`,
    remaining_sessions: remaining,
    rate_type: rateType,
  };
}

const APPROVED = ['approved', 'approved'];

/** No day twice for a pair, whichever of its packages it was. */
function usages(
  kind: LegacyKind,
  packages: LegacyRows[string],
  count: number,
  random: Chance,
): LegacyRows[string] {
  const counted = packages.filter((one) => one.rate_type === 'package' && Number(one.id) % 40 > 0);
  const taken = new Set<string>();
  const rows: LegacyRows[string] = [];
  while (rows.length < count) {
    const one = random.oneOf(counted);
    const usage_date = day(random.between(0, 110));
    const key = `${one.member_id} ${one.coach_id} ${usage_date}`;
    if (taken.has(key)) continue;
    taken.add(key);
    const time = `${usage_date} ${String(random.between(6, 21)).padStart(2, '0')}:05:09`;
    const row = { id: rows.length * 2 + 5, coach_member_id: one.id ?? 0, usage_date };
    rows.push({ ...row, created_at: time, ...(kind === 'enhanced' ? extras(random, time) : {}) });
  }
  return rows;
}

/** What the enhancement knows of a usage: undone, by hand, or a correction that takes its day. */
function extras(random: Chance, time: string) {
  const what = random.between(0, 19);
  return {
    undone_at: what === 0 ? time : null,
    adjustment_amount: what === 1 ? random.between(-3, 5) : null,
    adjustment_type:
      what === 1 ? 'adjustment' : what < 4 ? 'manual' : what === 4 ? null : 'automatic',
    reason: what < 3 ? 'Kündigung rückgängig – “später”' : null,
  };
}

function log(): LegacyRows[string] {
  return Array.from({ length: 50 }, (_, n) => ({
    id: n + 1,
    action: n % 2 === 0 ? 'Session Used' : 'Session Adjusted',
    details: `Session für Mitglied ${FIRST_MEMBER + n}`,
    member_id: FIRST_MEMBER + n,
    coach_id: n % 5 === 0 ? null : 10 + (n % COACHES),
    created_at: `${day(50 - n)} 12:00:00`,
  }));
}
