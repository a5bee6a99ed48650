import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { freezeFrom } from './freeze-rules.js';
import type { PackageScope } from './member-access.js';
import { isPastDate } from './package-rules.js';
import type { PackageDto } from './dto/package.dto.js';
import { PackagesService } from './packages.service.js';
import {
  type FingerprintFilter,
  type PackagePlace,
  VisiblePackagesRepository,
} from './visible-packages.repository.js';

/** The state of a package as one text: it differs after any change that answers show. */
export interface PackageFingerprint {
  readonly id: number;
  readonly memberId: number;
  readonly fingerprint: string;
}

/** Reads the packages that a person may see, and fingerprints by which changes are found. */
@Injectable()
export class VisiblePackages {
  constructor(
    private readonly visible: VisiblePackagesRepository,
    private readonly packages: PackagesService,
  ) {}

  /** The fingerprints of packages; passing its date or a day changes one, too. */
  async fingerprints(tx: Tx, filter: FingerprintFilter, at: Date): Promise<PackageFingerprint[]> {
    const rows = await this.visible.findFingerprints(tx, filter);
    return rows.map(({ id, memberId, expiresAt, frozen, fingerprint }) => {
      const isPast = isPastDate({ expiresAt, frozen }, at);
      const date = `${expiresAt?.getTime() ?? ''}|${isPast}|${freezeFrom(frozen, at)?.id ?? ''}`;
      return { id, memberId, fingerprint: `${fingerprint}|${date}` };
    });
  }

  /** Those of some packages that are visible now, as answers show them. */
  async describe(
    tx: Tx,
    scope: PackageScope,
    ids: readonly number[],
    at: Date,
  ): Promise<PackageDto[]> {
    if (ids.length === 0) return [];
    return this.packages.describe(tx, await this.visible.find(tx, scope, ids), at);
  }

  /** The members among some, or of all, to whom a coach is assigned now. */
  async assigned(tx: Tx, coachId: number, among?: readonly number[]): Promise<number[]> {
    return among?.length === 0 ? [] : this.visible.findAssigned(tx, coachId, among);
  }

  /** All packages of some members with a coach, whoever may see them. */
  async idsOf(tx: Tx, coachId: number, memberIds: readonly number[]): Promise<number[]> {
    return memberIds.length === 0 ? [] : this.visible.findIds(tx, coachId, memberIds);
  }

  /** To whom some packages belong and in which version they are, whoever may see them. */
  async places(tx: Tx, ids: readonly number[]): Promise<PackagePlace[]> {
    return ids.length === 0 ? [] : this.visible.findPlaces(tx, ids);
  }
}
