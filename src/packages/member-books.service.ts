import { Injectable } from '@nestjs/common';
import { fullNameOf } from '../common/full-name.js';
import { studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import type { PackageDto } from './dto/package.dto.js';
import { MemberBooksRepository } from './member-books.repository.js';
import { lastOf, newestFirst, type Package } from './package-rules.js';
import { describePackage } from './packages.service.js';
import type { MemberSums } from './totals-rules.js';

/** What a member has: packages, as they are and as answers show them, and sums of the history. */
export interface MemberBooks {
  readonly packages: readonly Package[];
  readonly described: PackageDto[];
  /** The newest one, where none can be used. */
  readonly lastPackage: PackageDto | null;
  readonly totals: MemberSums;
}

/** Reads what one member has, as of one moment, for whoever shows a member. */
@Injectable()
export class MemberBooksService {
  constructor(
    private readonly config: Config,
    private readonly books: MemberBooksRepository,
  ) {}

  /** All packages of the member, or those with one coach; described newest first. */
  async of(tx: Tx, memberId: number, at: Date, coachId?: number): Promise<MemberBooks> {
    const today = studioDayOf(at, this.config.studioTimeZone);
    const { packages: found, totals } = await this.books.find(tx, memberId, today, coachId);
    const names = new Map(
      found.map(({ one, coach }) => [one.coachId, { name: fullNameOf(coach) }]),
    );
    const packages = found.map(({ one }) => one);
    const described = newestFirst(packages).map((one) => describePackage(one, names, at));
    const last = lastOf(packages, at);
    const lastPackage = described.find(({ id }) => id === last?.id) ?? null;
    return { packages, described, lastPackage, totals };
  }
}
