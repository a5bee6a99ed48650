import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Reasons } from '../settings/reasons.service.js';
import { Settings } from '../settings/settings.service.js';
import type {
  ChangeFreezeDto,
  FreezeDto,
  FreezeListDto,
  FreezePackageDto,
  FreezePathDto,
} from './dto/freeze.dto.js';
import type { PackagePathDto } from './dto/package-path.dto.js';
import type { PackageDto } from './dto/package.dto.js';
import type { Freeze } from './freeze.entity.js';
import { daysIn, type FreezeSpan, type Span } from './freeze-rules.js';
import { FreezesRepository } from './freezes.repository.js';
import {
  daysAddedBy,
  freezeTold,
  isShorter,
  type Now,
  requireEnd,
  requireFreezable,
  requireReached,
  requireRoom,
  requireSpan,
  requireUnfrozen,
  requireUnused,
  requireWithin,
  withFreezes,
} from './freezing-rules.js';
import { isLaterStart, pausesOf, requireStart } from './later-start-rules.js';
import { MemberAccess } from './member-access.js';
import type { OwnershipQuestion } from './ownership.interceptor.js';
import type { Package } from './package.entity.js';
import { termsOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import { requireOpen } from './void-rules.js';

/** How many freezes a list has at most. */
const LISTED = 100;
/** Freezes packages for whole studio days; coaches those with themselves. */
@Injectable()
export class PackageFreezes {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly packages: PackagesService,
    private readonly stored: PackagesRepository,
    private readonly freezes: FreezesRepository,
    private readonly settings: Settings,
    private readonly reasons: Reasons,
  ) {}

  /** The freezes of a package, the newest first. Throws `package_not_found`. */
  async list(
    person: Person,
    { memberId, packageId }: PackagePathDto,
    ownership: OwnershipQuestion,
  ): Promise<FreezeListDto> {
    const coachId = this.access.coachScopeOf(person);
    return this.unitOfWork.read(async (tx) => {
      const found = await ownership.beside(tx, () => this.stored.find(tx, memberId, coachId));
      if (!found.some(({ id }) => id === packageId)) {
        throw new Problem('package_not_found', `This member has no package ${packageId}.`);
      }
      const freezes = await this.freezes.ofPackage(tx, packageId, LISTED);
      return { data: freezes.map(shown) };
    });
  }

  /**
   * Freezes a package from a day on. Throws `package_voided`, `not_freezable`, `already_frozen`,
   * `used_while_frozen`, `freeze_limit`, `package_not_found`, `package_changed` or
   * `reason_code_unknown`.
   */
  async freeze(
    work: AuditedWork,
    memberId: number,
    packageId: number,
    { from, to = null, expectedVersion, ...said }: FreezePackageDto,
  ): Promise<PackageDto> {
    const why = this.reasons.of(said);
    const before = await this.lock(work, { memberId, packageId }, expectedVersion);
    const { tx, at } = work;
    const [now, span] = [this.nowOf(work), { from, to }];
    const others = before.frozen?.spans ?? [];
    requireSpan(before, span, now);
    requireFreezable(before, from, now);
    await this.requireBegun(work, before, from);
    requireUnfrozen(others, span);
    requireRoom(others);
    this.requireTimely(before, others, span, now);
    requireUnused(await this.freezes.usedDays(tx, packageId, span));

    const moved = daysIn(span);
    const daysAdded = addedBy(before, span);
    const row = { packageId, memberId, from, to, daysAdded, ...why };
    const made = { createdAt: at, createdBy: work.actor.id, endedAt: null, endedBy: null };
    const id = await this.freezes.insert(tx, { ...row, ...made });
    const after = withFreezes(before, [...others, { id, from, to }], moved, now);
    await this.stored.setFrozen(tx, after);
    const { coachId } = before;
    work.did({
      ...{ memberId, coachId, packageId, before: termsOf(before) },
      ...{ after: { ...termsOf(after), ...freezeTold({ id, from, to }) }, ...why },
    });
    return this.packages.describeOne(tx, after, at);
  }

  /**
   * Gives a freeze another end, by which that of the package moves. Throws `freeze_not_found`, also
   * for one that was taken back, and as `freeze` where it gets longer; `not_freezable` where it
   * gets shorter and a later one would begin after the last day; `package_voided`,
   * `package_not_found` or `package_changed`.
   */
  async change(
    work: AuditedWork,
    { memberId, packageId, freezeId }: FreezePathDto,
    { to, expectedVersion }: ChangeFreezeDto,
  ): Promise<PackageDto> {
    const before = await this.lock(work, { memberId, packageId }, expectedVersion);
    const { tx, at, actor } = work;
    requireOpen(before);
    const spans = before.frozen?.spans ?? [];
    const span = spans.find(({ id }) => id === freezeId);
    if (!span) {
      throw new Problem('freeze_not_found', `This package has no freeze ${freezeId}.`);
    }
    if (span.to === to) {
      work.didNothing();
      return this.packages.describeOne(tx, before, at);
    }
    const now = this.nowOf(work);
    const others = spans.filter((one) => one !== span);
    const changed: FreezeSpan = { ...span, to };
    requireEnd(span, to, now);
    await this.requireLonger(work, before, { span, to, others });

    const after = withFreezes(before, [...others, changed], daysIn(changed) - daysIn(span), now);
    if (daysIn(changed) < daysIn(span)) requireReached(after, now);
    const daysAdded = addedBy(before, changed);
    await this.freezes.setEnd(tx, { id: freezeId, to, daysAdded, at, by: actor.id });
    await this.stored.setFrozen(tx, after);
    const isOver = to !== null && to <= studioDayOf(at, now.zone);
    work.did({
      ...{ memberId, coachId: before.coachId, packageId },
      ...{ action: isOver ? 'package.unfrozen' : 'package.freeze_changed' },
      before: { ...termsOf(before), ...freezeTold(span) },
      after: { ...termsOf(after), ...freezeTold(changed) },
    });
    return this.packages.describeOne(tx, after, at);
  }

  /** The rules for days that a freeze is to have more; fewer are free. */
  private async requireLonger(
    work: AuditedWork,
    before: Package,
    { span, to, others }: { span: FreezeSpan; to: StudioDay | null; others: readonly FreezeSpan[] },
  ): Promise<void> {
    const now = this.nowOf(work);
    const changed = { ...span, to };
    if (!isShorter(span, to, studioDayOf(work.at, now.zone))) {
      this.requireTimely(before, others, changed, now);
    }
    const added = daysAddedBy(span, to);
    if (!added) return;
    requireFreezable(before, span.from, now);
    requireUnfrozen(others, changed);
    requireUnused(await this.freezes.usedDays(work.tx, before.id, added));
  }

  /** What the studio lets a package be frozen for, or a sale begin later. */
  private requireTimely(one: Package, others: readonly FreezeSpan[], span: Span, now: Now): void {
    if (isLaterStart(one, span, now)) requireStart(span, now);
    else requireWithin(this.settings.values.freezeDays, pausesOf(one, others, now), span, now);
  }

  /** Before its first session no day of a package passes that could wait. */
  private async requireBegun({ tx, at }: AuditedWork, one: Package, from: string): Promise<void> {
    if (one.activation !== 'first_use' || from >= studioDayOf(at, this.config.studioTimeZone)) {
      return;
    }
    const first = await this.freezes.firstDay(tx, one.id);
    if (first === null || from > first) return;
    const message = `from must be after the first session, which was used on ${first}.`;
    throw validationProblem([fieldError('body', 'from', message)]);
  }

  private nowOf({ at }: AuditedWork): Now {
    return { at, zone: this.config.studioTimeZone };
  }

  private async lock(
    work: AuditedWork,
    { memberId, packageId }: PackagePathDto,
    expectedVersion: number | undefined,
  ): Promise<Package> {
    const whose = { memberId, coachId: this.access.coachScopeOf(work.actor) };
    return this.packages.lockOne(work, packageId, whose, expectedVersion);
  }
}

/** By how many days a freeze moves the end of its package; null while nobody knows. */
function addedBy({ expiresAt }: Package, span: Span): number | null {
  if (span.to === null) return null;
  return expiresAt === null ? 0 : daysIn(span);
}

function shown(one: Freeze): FreezeDto {
  const { id, from, to, daysAdded, reason, reasonCode, createdAt } = one;
  return { id, from, to, daysAdded, reason, reasonCode, createdAt: createdAt.toISOString() };
}
