import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { type Named, NamesService } from '../audit/names.service.js';
import type { Person } from '../common/actor.js';
import type { Tx } from '../database/tx.js';
import type { Booking } from '../packages/ledger.service.js';
import type { Package } from '../packages/package-rules.js';
import { describePackage } from '../packages/packages.service.js';
import type { Usage } from '../packages/usage.entity.js';
import { amountOf, attendanceOf } from '../packages/usage-rules.js';
import type { UsageAnswerDto } from './dto/answers.dto.js';
import type { UsageDto, UsageTransferDto } from './dto/usage.dto.js';
import { type TransferPlace, TransfersRepository } from './transfers.repository.js';

/** A package that changes: with a row that is there already, or one that says who trained. */
interface Changed {
  readonly package: Package;
  readonly usage?: Usage;
  readonly deliveredBy?: number | null;
}

/** Turns rows of the history into what answers show, with the names of who did them. */
@Injectable()
export class UsageDescriptions {
  constructor(
    private readonly names: NamesService,
    private readonly transfers: TransfersRepository,
  ) {}

  /**
   * The rows in their order, with one query for all names, and one for where sessions were
   * transferred to. The names of other members are for the desk alone.
   */
  async of(tx: Tx, usages: readonly Usage[], { role }: Person): Promise<UsageDto[]> {
    const places = await this.transfers.placesOf(tx, usages.filter(isOfTransfer));
    const people = usages.flatMap((usage) => [...peopleOf(usage), ...peopleAt(places, usage)]);
    const names = await this.names.of(tx, people);
    const seesMembers = role === 'admin' || role === 'staff';
    return usages.map((usage) => {
      const other = places.get(usage.id);
      const transfer = other ? transferOf(usage, other, { names, seesMembers }) : null;
      return describe(usage, names, transfer);
    });
  }

  /**
   * What a change does to a package: its row and the package after it. Who is in there is known
   * before, so the names are asked for beside the change. `usage` is one that was there already.
   */
  async ofChange(
    { tx, actor, at }: AuditedWork,
    { package: one, usage, deliveredBy }: Changed,
    change: Promise<Booking>,
  ): Promise<UsageAnswerDto> {
    const others = usage ? peopleOf(usage) : [deliveredBy ?? null];
    const people = [actor.id, one.coachId, ...others];
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

function peopleOf({ createdBy, undoneBy, deliveredBy }: Usage): (number | null)[] {
  return [createdBy, undoneBy, deliveredBy];
}

function peopleAt(places: ReadonlyMap<number, TransferPlace>, { id }: Usage): number[] {
  const place = places.get(id);
  return place ? [place.memberId, place.coachId] : [];
}

/** Whether it went to another package, or came from one. */
function isOfTransfer({ kind, replacedById }: Usage): boolean {
  return replacedById !== null && (kind === 'transfer' || kind === 'grant');
}

function transferOf(
  { memberId }: Usage,
  other: TransferPlace,
  { names, seesMembers }: { names: ReadonlyMap<number, Named>; seesMembers: boolean },
): UsageTransferDto {
  const isSameMember = other.memberId === memberId;
  return {
    packageId: other.packageId,
    isSameMember,
    member: isSameMember || seesMembers ? (names.get(other.memberId) ?? null) : null,
    coach: names.get(other.coachId) ?? null,
  };
}

function describe(
  usage: Usage,
  names: ReadonlyMap<number, Named>,
  transfer: UsageTransferDto | null = null,
): UsageDto {
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
    deliveredBy: personOf(usage.deliveredBy),
    replacedById: isOfTransfer(usage) ? null : usage.replacedById,
    transfer,
    undone: usage.undoneAt && {
      at: usage.undoneAt.toISOString(),
      by: personOf(usage.undoneBy),
      reason: usage.undoReason,
      reasonCode: usage.undoReasonCode,
    },
  };
}
