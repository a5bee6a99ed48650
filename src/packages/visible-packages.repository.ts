import { Injectable } from '@nestjs/common';
import { Conditions } from '../database/conditions.js';
import type { DbInstant } from '../database/instants.js';
import { placeholders, type Tx } from '../database/tx.js';
import { ASSIGNED_MEMBER_IDS } from './package-sql.js';
import type { PackageScope } from './member-access.js';
import type { Package } from './package.entity.js';
import { PACKAGE_COLUMNS, packageOf, type RawPackage } from './packages.repository.js';

/** A text that differs after any change of a package, whoever made it. */
export interface FingerprintRow {
  readonly id: number;
  readonly memberId: number;
  readonly expiresAt: Date | null;
  readonly fingerprint: string;
}

/** Where a package belongs, and how often it changed. */
export type PackagePlace = Pick<Package, 'id' | 'memberId' | 'coachId' | 'version'>;

/** Which fingerprints to read; pages go by rising id. */
export interface FingerprintFilter {
  readonly scope: PackageScope;
  readonly memberIds?: readonly number[];
  readonly afterId: number;
  readonly limit: number;
}

interface RawFingerprint extends Record<string, string | number | DbInstant | null> {
  readonly id: number;
  readonly memberId: number;
  readonly expiresAt: DbInstant | null;
}

/** Reads the packages that somebody may see, with the ownership rule as a condition. */
@Injectable()
export class VisiblePackagesRepository {
  /** The fingerprints of a page of packages. */
  async findFingerprints(tx: Tx, filter: FingerprintFilter): Promise<FingerprintRow[]> {
    const { scope, memberIds, afterId, limit } = filter;
    const conditions = visibleTo(scope).and('p.id > ?', afterId);
    if (memberIds) conditions.and(`p.member_id IN (${placeholders(memberIds)})`, ...memberIds);
    const rows = await tx.rows<RawFingerprint>(
      `SELECT p.id, p.member_id AS memberId, p.coach_id AS coachId, p.version,
              p.remaining_sessions AS remaining, p.granted_sessions AS granted, p.status,
              p.coach_approval AS coachApproval, p.staff_approval AS staffApproval,
              p.rate_type AS rateType, p.expires_at AS expiresAt
         FROM coach_member_list p ${conditions.where} ORDER BY p.id LIMIT ${limit}`,
      conditions.values,
    );
    return rows.map(({ expiresAt, ...rest }) => ({
      id: rest.id,
      memberId: rest.memberId,
      expiresAt: tx.times.fromDbOrNull(expiresAt),
      fingerprint: Object.values(rest).join('|'),
    }));
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

  /** Where some packages belong, whoever may see them. */
  async findPlaces(tx: Tx, ids: readonly number[]): Promise<PackagePlace[]> {
    return tx.rows<PackagePlace>(
      `SELECT id, member_id AS memberId, coach_id AS coachId, version
         FROM coach_member_list WHERE id IN (${placeholders(ids)})`,
      [...ids],
    );
  }
}

function visibleTo({ coachId, memberId }: PackageScope): Conditions {
  const conditions = new Conditions().andIfGiven('p.member_id = ?', memberId);
  if (coachId === undefined) return conditions;
  const mine = `p.coach_id = ? AND p.member_id IN (${ASSIGNED_MEMBER_IDS})`;
  return conditions.and(mine, coachId, coachId);
}
