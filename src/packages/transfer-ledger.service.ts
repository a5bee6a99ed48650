import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Why } from '../common/why.js';
import { waitsForUse } from './first-use-rules.js';
import { FirstUse } from './first-use.service.js';
import { HistoryRepository } from './history.repository.js';
import type { Package } from './package.entity.js';
import { termsOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';
import { arrived, givenAway, type Place } from './transfer-rules.js';
import { ARRIVED, newEntry } from './usage-rules.js';

/** How many sessions go where, and why; null where none are counted. */
export interface Going extends Place {
  readonly sessions: number | null;
  readonly why: Why;
  /** Where it is part of something else, what the log says of that. */
  readonly code?: string;
}

/** Both packages after a transfer. */
export interface Transferred {
  readonly from: Package;
  readonly to: Package;
}

/**
 * Changes two balances at once, as `Ledger` changes one: what one package loses another one is
 * granted, each by a row of its history that names the other one's, and each with its activity.
 */
@Injectable()
export class TransferLedger {
  constructor(
    private readonly packages: PackagesRepository,
    private readonly history: HistoryRepository,
    private readonly firstUse: FirstUse,
  ) {}

  /** Has sessions of a locked package go to a new one, for whom it may go to. */
  async transfer(
    work: AuditedWork,
    before: Package,
    { sessions, why, code, ...place }: Going,
  ): Promise<Transferred> {
    const { tx, at } = work;
    const waits = waitsForUse(before) && (await this.firstUse.isNext(tx, before));
    const from = givenAway(before, sessions, at);
    await this.packages.setTransferred(tx, before, from);
    const arrival = arrived(before, { ...place, sessions, waits }, work);
    const to = await this.packages.insert(tx, arrival);
    const rows = sessions === null ? NO_ROWS : await this.enter(work, { from, to, sessions, why });
    const { memberId, coachId, id: packageId } = from;
    const action = 'package.transferred';
    work.did({
      ...{ action, memberId, coachId, packageId, usageId: rows.gone, before: termsOf(before) },
      after: { ...termsOf(from), sessions, to: placeOf(to) },
      ...why,
      ...(code === undefined ? {} : { code }),
    });
    work.did({
      ...{ action, ...place, packageId: to.id, usageId: rows.came, code: ARRIVED },
      after: { ...termsOf(to), from: placeOf(from) },
      ...why,
    });
    return { from, to };
  }

  /** The rows of both histories. */
  private async enter(
    { tx, at, actor }: AuditedWork,
    { from, to, sessions, why }: Transferred & { sessions: number; why: Why },
  ): Promise<Rows> {
    const facts = { at, by: actor.id, ...why };
    const going = newEntry(from, { ...facts, kind: 'transfer', amount: -sessions });
    const gone = await this.history.insert(tx, going);
    const coming = newEntry(to, { ...facts, kind: 'grant', amount: sessions });
    const came = await this.history.insert(tx, { ...coming, replacedById: gone.id });
    await this.history.setReplacedBy(tx, gone.id, came.id);
    return { gone: gone.id, came: came.id };
  }
}

interface Rows {
  readonly gone: number | null;
  readonly came: number | null;
}

const NO_ROWS: Rows = { gone: null, came: null };

/** As the log names the other package. */
function placeOf({ id: packageId, memberId, coachId }: Package): object {
  return { packageId, memberId, coachId };
}
