import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { PackageScope } from './member-access.js';
import { isPastDate } from './package-rules.js';
import type { PackageDto } from './dto/package.dto.js';
import { PackagesService } from './packages.service.js';
import {
  type MarksFilter,
  type PackagePlace,
  VisiblePackagesRepository,
} from './visible-packages.repository.js';

/** Which state a package is in: any change of what answers show of it changes its `mark`. */
export interface PackageMark {
  readonly id: number;
  readonly memberId: number;
  readonly mark: string;
}

/** What somebody may see of the packages, and what of it has changed since it was last read. */
@Injectable()
export class VisiblePackages {
  constructor(
    private readonly visible: VisiblePackagesRepository,
    private readonly packages: PackagesService,
  ) {}

  /** The marks of a page of packages by rising id; time passing changes them, too. */
  async marks(tx: Tx, filter: MarksFilter, at: Date): Promise<PackageMark[]> {
    const rows = await this.visible.findMarks(tx, filter);
    return rows.map(({ id, memberId, expiresAt, mark }) => {
      const date = `${expiresAt?.getTime() ?? ''}|${isPastDate({ expiresAt }, at)}`;
      return { id, memberId, mark: `${mark}|${date}` };
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

  /** To whom some packages belong and in which version they are, whoever may see them. */
  async places(tx: Tx, ids: readonly number[]): Promise<PackagePlace[]> {
    return ids.length === 0 ? [] : this.visible.findPlaces(tx, ids);
  }
}
