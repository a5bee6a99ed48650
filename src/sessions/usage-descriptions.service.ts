import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { type Named, NamesService } from '../audit/names.service.js';
import type { Tx } from '../database/tx.js';
import type { Booking } from '../packages/ledger.service.js';
import type { Package } from '../packages/package-rules.js';
import { describePackage } from '../packages/packages.service.js';
import type { Usage } from '../packages/usage.entity.js';
import { amountOf, attendanceOf } from '../packages/usage-rules.js';
import type { UsageAnswerDto } from './dto/answers.dto.js';
import type { UsageDto } from './dto/usage.dto.js';

/** Turns rows of the history into what answers show, with the names of who did them. */
@Injectable()
export class UsageDescriptions {
  constructor(private readonly names: NamesService) {}

  /** The rows in their order, with one query for all names. */
  async of(tx: Tx, usages: readonly Usage[]): Promise<UsageDto[]> {
    const names = await this.names.of(tx, usages.flatMap(peopleOf));
    return usages.map((usage) => describe(usage, names));
  }

  /**
   * What a change does to a package: its row and the package after it. Who is in there is known
   * before, so the names are asked for beside the change. `usage` is one that was there already.
   */
  async ofChange(
    { tx, actor, at }: AuditedWork,
    { package: one, usage }: { package: Package; usage?: Usage },
    change: Promise<Booking>,
  ): Promise<UsageAnswerDto> {
    const people = [actor.id, one.coachId, ...(usage ? peopleOf(usage) : [])];
    const [booking, names] = await Promise.all([change, this.names.of(tx, people)]);
    return {
      usage: describe(booking.usage, names),
      package: describePackage(booking.package, names, at),
    };
  }

  /** A usage and its package, which is among those that are being read; names beside them. */
  async ofUsage(
    { tx, at }: AuditedWork,
    usage: Usage,
    packages: Promise<readonly Package[]>,
  ): Promise<Partial<UsageAnswerDto>> {
    const people = [...peopleOf(usage), usage.coachId];
    const [found, names] = await Promise.all([packages, this.names.of(tx, people)]);
    const one = found.find(({ id }) => id === usage.packageId);
    return {
      usage: describe(usage, names),
      ...(one ? { package: describePackage(one, names, at) } : {}),
    };
  }

  /** A row and a package as they are, those of the two that there are. */
  async ofSome(
    tx: Tx,
    { usage, package: one }: { usage: Usage | undefined; package: Package | undefined },
    at: Date,
  ): Promise<Partial<UsageAnswerDto>> {
    const people = [...(usage ? peopleOf(usage) : []), ...(one ? [one.coachId] : [])];
    const names = await this.names.of(tx, people);
    return {
      ...(usage ? { usage: describe(usage, names) } : {}),
      ...(one ? { package: describePackage(one, names, at) } : {}),
    };
  }
}

function peopleOf({ createdBy, undoneBy }: Usage): (number | null)[] {
  return [createdBy, undoneBy];
}

function describe(usage: Usage, names: ReadonlyMap<number, Named>): UsageDto {
  const personOf = (id: number | null) => (id === null ? null : (names.get(id) ?? null));
  return {
    id: usage.id,
    kind: usage.kind,
    packageId: usage.packageId,
    memberId: usage.memberId,
    coachId: usage.coachId,
    usageDate: usage.usageDate,
    amount: amountOf(usage),
    balanceAfter: usage.balanceAfter,
    reason: usage.reason,
    reasonCode: usage.reasonCode,
    attendance: attendanceOf(usage),
    again: usage.usedAgain === 1,
    createdAt: usage.createdAt.toISOString(),
    createdBy: personOf(usage.createdBy),
    replacedById: usage.replacedById,
    undone: usage.undoneAt && {
      at: usage.undoneAt.toISOString(),
      by: personOf(usage.undoneBy),
      reason: usage.undoReason,
      reasonCode: usage.undoReasonCode,
    },
  };
}
