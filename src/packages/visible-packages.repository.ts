import { Injectable } from '@nestjs/common';
import { studioDayOf } from '../common/studio-day.js';
import { Conditions } from '../database/conditions.js';
import type { DbInstant } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import {
  ASSIGNED_MEMBER_IDS,
  FROZEN_IDS,
  IN_TIME_IDS,
  IS_FROZEN,
  IS_IN_TIME,
  IS_PENDING,
  LACKING_IDS,
} from './package-sql.js';
import { type Frozen, frozenOf } from './freeze-rules.js';
import type { PackageScope } from './member-access.js';
import type { Package } from './package.entity.js';
import { PACKAGE_COLUMNS, packageOf, type RawPackage } from './package-row.js';

/** A text that differs after any change of a package, whoever made it. */
export interface FingerprintRow {
  readonly id: number;
  readonly memberId: number;
  readonly expiresAt: Date | null;
  readonly frozen: Frozen | null;
  readonly fingerprint: string;
}

/** Where a package belongs, and how often it changed. */
export type PackagePlace = Pick<Package, 'id' | 'memberId' | 'coachId' | 'version'>;

/** Which fingerprints to read. */
export interface FingerprintFilter {
  readonly scope: PackageScope;
  readonly memberIds?: readonly number[];
  /** Only of packages that wait for an approval or were in time at this instant. */
  readonly since: Date;
}

interface RawFingerprint extends Record<string, string | number | DbInstant | null> {
  readonly id: number;
  readonly memberId: number;
  readonly expiresAt: DbInstant | null;
  readonly frozenDays: string | null;
}

const TABLE = 'coach_member_list p';
const NOT_OVER_IDS = `${IN_TIME_IDS} UNION SELECT * FROM (${FROZEN_IDS}) frozen
  UNION SELECT * FROM (${LACKING_IDS}) lacking`;

/** Reads the packages that somebody may see, with the ownership rule as a condition. */
@Injectable()
export class VisiblePackagesRepository {
  /** The fingerprints of packages that are not over for long. */
  async findFingerprints(tx: Tx, filter: FingerprintFilter): Promise<FingerprintRow[]> {
    const { scope, memberIds } = filter;
    const zone = tx.studioTimeZone;
    const since = tx.times.toDb(filter.since);
    const day = studioDayOf(filter.since, zone);
    const conditions = visibleTo(scope);
    if (memberIds) conditions.and(`p.member_id IN (${placeholders(memberIds)})`, ...memberIds);
    // Everybody's are found by two keys; a coach's or a member's are read from theirs.
    const isEverybodys = conditions.where === '';
    if (!isEverybodys) {
      conditions.and(`(${IS_IN_TIME} OR ${IS_FROZEN} OR (${IS_PENDING}))`, since, day, day);
    }
    const from = isEverybodys
      ? `(${NOT_OVER_IDS}) live JOIN coach_member_list p USING (id)`
      : TABLE;
    const rows = await tx.rows<RawFingerprint>(
      `SELECT p.id, p.member_id AS memberId, p.coach_id AS coachId, p.version,
              p.remaining_sessions AS remaining, p.granted_sessions AS granted, p.status,
              p.coach_approval AS coachApproval, p.staff_approval AS staffApproval,
              p.rate_type AS rateType, p.expires_at AS expiresAt, p.frozen_days AS frozenDays
         FROM ${from} ${conditions.where}`,
      [...(isEverybodys ? [since, day, day] : []), ...conditions.values],
    );
    const found = rows.map(({ expiresAt, ...rest }) => ({
      id: rest.id,
      memberId: rest.memberId,
      expiresAt: tx.times.fromDbOrNull(expiresAt),
      frozen: frozenOf(rest.frozenDays, zone),
      fingerprint: Object.values(rest).join('|'),
    }));
    return found.toSorted((a, b) => a.id - b.id);
  }

  /** Those of some packages that are visible at this moment. */
  async find(tx: Tx, scope: PackageScope, ids: readonly number[]): Promise<Package[]> {
    const { where, values } = visibleTo(scope).and(`p.id IN (${placeholders(ids)})`, ...ids);
    const rows = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list p ${where} ORDER BY p.id`,
      values,
    );
    return rows.map((raw) => packageOf(raw, tx));
  }

  /** The members among some, or of all, to whom the coach is assigned at this moment. */
  async findAssigned(tx: Tx, coachId: number, among?: readonly number[]): Promise<number[]> {
    const ofSome = among ? ` AND p.member_id IN (${placeholders(among)})` : '';
    const rows = await tx.rows<{ id: number }>(
      `SELECT DISTINCT assigned.member_id AS id
         FROM (${ASSIGNED_MEMBER_IDS}${ofSome}) assigned`,
      [coachId, ...(among ?? [])],
    );
    return rows.map(({ id }) => id);
  }

  /** All packages of some members with a coach, whoever may see them. */
  async findIds(tx: Tx, coachId: number, memberIds: readonly number[]): Promise<number[]> {
    const rows = await tx.rows<{ id: number }>(
      `SELECT p.id FROM coach_member_list p
        WHERE p.coach_id = ? AND p.member_id IN (${placeholders(memberIds)})`,
      [coachId, ...memberIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Where some packages belong, whoever may see them. */
  async findPlaces(tx: Tx, ids: readonly number[]): Promise<PackagePlace[]> {
    return tx.rows<PackagePlace>(
      `SELECT id, member_id AS memberId, coach_id AS coachId, version
         FROM coach_member_list WHERE id IN (${placeholders(ids)})`,
      [...ids],
    );
  }
}

function visibleTo({ coachId, memberId, covers = [] }: PackageScope): Conditions {
  const conditions = new Conditions().andIfGiven('p.member_id = ?', memberId);
  if (coachId === undefined) return conditions;
  const mine = `p.coach_id = ? AND p.member_id IN (${ASSIGNED_MEMBER_IDS})`;
  const theirs = covers.map((one) =>
    one.memberId === null ? mine : `${mine} AND p.member_id = ?`,
  );
  const values = covers.flatMap((one) => [one.coachId, one.coachId, one.memberId ?? []].flat());
  return conditions.and(anyOf([mine, ...theirs]), coachId, coachId, ...values);
}

function anyOf(conditions: readonly string[]): string {
  const [only = ''] = conditions;
  return conditions.length === 1 ? only : `(${conditions.map((one) => `(${one})`).join(' OR ')})`;
}
