import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import { Reasons } from '../settings/reasons.service.js';
import type { PackageDto } from './dto/package.dto.js';
import type { ReopenPackageDto, VoidPackageDto } from './dto/void-input.dto.js';
import { Ledger } from './ledger.service.js';
import { MemberAccess } from './member-access.js';
import type { Package } from './package.entity.js';
import { PackagesService } from './packages.service.js';
import { requireKept } from './refund-rules.js';
import { UnreconciledUsagesRepository } from './unreconciled-usages.repository.js';
import { requireOpen } from './void-rules.js';
import { VoidsRepository } from './voids.repository.js';

/** Takes packages back as a whole, and gives them again; coaches those with themselves. */
@Injectable()
export class PackageVoids {
  constructor(
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly ledger: Ledger,
    private readonly usages: UnreconciledUsagesRepository,
    private readonly voids: VoidsRepository,
    private readonly reasons: Reasons,
  ) {}

  /**
   * Voids a package: what is left goes, and nothing can be used of it. Throws `package_voided`,
   * `package_used` where sessions count, or went to others, and `keepUsages` does not say that they
   * may,
   * `package_not_found`, `package_changed` or `reason_code_unknown`.
   */
  async void(
    work: AuditedWork,
    memberId: number,
    packageId: number,
    { keepUsages = false, expectedVersion, ...said }: VoidPackageDto,
  ): Promise<PackageDto> {
    const why = this.reasons.of(said);
    const before = await this.lock(work, memberId, packageId, expectedVersion);
    requireOpen(before);
    if (!keepUsages) await this.requireUnused(work, before);
    const after = await this.ledger.setVoided(work, before, why);
    return this.packages.describeOne(work.tx, after, work.at);
  }

  /**
   * Takes that back: what the package had left comes again, unless it was paid back. Throws
   * `package_not_voided`, `package_refunded`, `balance_too_large`, `package_not_found`,
   * `package_changed` or `reason_code_unknown`.
   */
  async reopen(
    work: AuditedWork,
    memberId: number,
    packageId: number,
    { expectedVersion, ...said }: ReopenPackageDto,
  ): Promise<PackageDto> {
    const why = this.reasons.of(said);
    const before = await this.lock(work, memberId, packageId, expectedVersion);
    if (before.voidedStatus === null) {
      throw new Problem('package_not_voided', 'This package is not voided.');
    }
    requireKept(before);
    const returned = await this.voids.lastLoss(work.tx, packageId);
    const after = await this.ledger.setVoided(work, before, { ...why, returned });
    return this.packages.describeOne(work.tx, after, work.at);
  }

  private async lock(
    work: AuditedWork,
    memberId: number,
    packageId: number,
    expectedVersion: number | undefined,
  ): Promise<Package> {
    const whose = { memberId, coachId: this.access.coachScopeOf(work.actor) };
    return this.packages.lockOne(work, packageId, whose, expectedVersion);
  }

  /** What went to other packages was sold with this one, and stays there. */
  private async requireUnused({ tx }: AuditedWork, one: Package): Promise<void> {
    const { activeUsages } = await this.usages.sums(tx, one.id);
    const used = activeUsages + (one.transferredSessions ?? 0);
    if (used === 0) return;
    const detail = `${used} of its sessions count, or went to others. Say that they stay so.`;
    throw new Problem('package_used', detail, { used });
  }
}
