import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Problem } from '../common/problem.js';
import { type Acting, MemberAccess } from '../packages/member-access.js';
import type { Package } from '../packages/package-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import { requireCovered } from '../packages/substitution-rules.js';
import { isUsage } from '../packages/usage-rules.js';
import type { Usage } from '../packages/usage.entity.js';
import { UsagesRepository } from './usages.repository.js';

/** A row of the history, its package, and all others that whoever asks reaches of the member. */
export interface LockedUsage {
  readonly usage: Usage;
  readonly before: Package;
  readonly packages: readonly Package[];
}

/** A row of a member's history, and the coach whose packages are meant, where one is named. */
export interface UsagePlace {
  readonly memberId: number;
  readonly usageId: number;
  readonly coachId?: number | undefined;
}

/** Finds a row of a member's history, and keeps others from changing its package. */
@Injectable()
export class UsageLocks {
  constructor(
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly usages: UsagesRepository,
  ) {}

  /**
   * The row as it was about when the lock was taken: whoever changes it by a condition needs no
   * more. Throws `usage_not_found`, also for those of other coaches, and `outside_substitution` for
   * who stands in and asks for a session of another day.
   */
  async lock(work: AuditedWork, whose: UsagePlace): Promise<LockedUsage> {
    const { memberId, usageId } = whose;
    const acting = await this.actingFor(work, whose);
    const [found, packages] = await Promise.all([
      this.usages.findById(work.tx, usageId),
      this.packages.lock(work, memberId, acting.coachId),
    ]);
    // Such a row came into our books with the lock.
    const isUnreconciled = found?.memberId === null;
    const usage = isUnreconciled ? await this.usages.findById(work.tx, usageId) : found;
    return required(usageId, usage, packages, acting);
  }

  /** As `lock`, a session as it is behind it. Throws `usage_not_found` for what is none, too. */
  async lockSession(work: AuditedWork, whose: UsagePlace): Promise<LockedUsage> {
    const { memberId, usageId } = whose;
    const acting = await this.actingFor(work, whose);
    const packages = await this.packages.lock(work, memberId, acting.coachId);
    const found = await this.usages.findById(work.tx, usageId);
    return required(usageId, found && isUsage(found) ? found : undefined, packages, acting);
  }

  private async actingFor({ tx, actor }: AuditedWork, whose: UsagePlace): Promise<Acting> {
    return this.access.actingFor(tx, actor, whose.memberId, whose.coachId);
  }
}

/** The member and coach of the package count: the legacy system writes rows without them. */
function required(
  usageId: number,
  usage: Usage | undefined,
  packages: readonly Package[],
  { covers }: Acting,
): LockedUsage {
  const before = packages.find((one) => one.id === usage?.packageId);
  if (usage && before) {
    requireCovered(covers, usage.usageDate);
    return { usage, before, packages };
  }
  throw new Problem('usage_not_found', `This member has no usage ${usageId}.`);
}
