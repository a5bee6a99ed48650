import { Injectable } from '@nestjs/common';
import { type Named, NamesService } from '../audit/names.service.js';
import type { Tx } from '../database/tx.js';
import type { UsageDto } from './dto/usage.dto.js';
import { isUsage } from './session-rules.js';
import type { Usage } from './usage.entity.js';

/** Turns rows of the history into what answers show, with the names of who did them. */
@Injectable()
export class UsageDescriptions {
  constructor(private readonly names: NamesService) {}

  /** The rows in their order, with one query for all names. */
  async of(tx: Tx, usages: readonly Usage[]): Promise<UsageDto[]> {
    const ids = usages.flatMap((usage) => [usage.createdBy, usage.undoneBy]);
    const names = await this.names.of(tx, ids);
    return usages.map((usage) => describe(usage, names));
  }

  /** As `of`, for one. */
  async ofOne(tx: Tx, usage: Usage): Promise<UsageDto> {
    const names = await this.names.of(tx, [usage.createdBy, usage.undoneBy]);
    return describe(usage, names);
  }
}

function describe(usage: Usage, names: Map<number, Named>): UsageDto {
  const personOf = (id: number | null) => (id === null ? null : (names.get(id) ?? null));
  return {
    id: usage.id,
    kind: usage.kind,
    packageId: usage.packageId,
    memberId: usage.memberId,
    coachId: usage.coachId,
    usageDate: usage.usageDate,
    amount: isUsage(usage) ? -1 : (usage.adjustment ?? 0),
    balanceAfter: usage.balanceAfter,
    reason: usage.reason,
    createdAt: usage.createdAt.toISOString(),
    createdBy: personOf(usage.createdBy),
    undone: usage.undoneAt && {
      at: usage.undoneAt.toISOString(),
      by: personOf(usage.undoneBy),
      reason: usage.undoReason,
    },
  };
}
