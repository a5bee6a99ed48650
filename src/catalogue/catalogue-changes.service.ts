import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { Settings } from '../settings/settings.service.js';
import { Catalogue } from './catalogue.service.js';
import { CatalogueRepository } from './catalogue.repository.js';
import {
  type Item,
  misplaced,
  type Offer,
  offerChange,
  offerAfter,
  placed,
  requireEnd,
  requireRoom,
  requireVersion,
  sessionsOf,
} from './catalogue-rules.js';
import type { CatalogueItemDto } from './dto/catalogue.dto.js';
import type { AddItemDto, ChangeItemDto } from './dto/catalogue-input.dto.js';

const NO_CURRENCY =
  'currency must be given: the studio has not said in what it is paid. PATCH /settings says it.';

/** Adds items to the price list, changes and archives them. What was sold stays as it was sold. */
@Injectable()
export class CatalogueChanges {
  constructor(
    private readonly settings: Settings,
    private readonly catalogue: Catalogue,
    private readonly items: CatalogueRepository,
  ) {}

  /**
   * Adds an item at the end of the list. Throws `catalogue_full`, `coach_not_found`, or
   * `validation_failed` where it cannot be sold like that.
   */
  async add(work: AuditedWork, input: AddItemDto): Promise<CatalogueItemDto> {
    const offer = this.newOffer(input);
    await this.requireOffer(work, offer, null);
    const offered = await this.items.lockList(work.tx);
    requireRoom(offered.length);
    const position = (offered.at(-1)?.position ?? 0) + 1;
    const item = await this.items.insert(work.tx, {
      ...{ ...offer, position, archivedAt: null, version: 1 },
    });
    work.did({ after: { itemId: item.id, ...offer } });
    return this.catalogue.describe(work, item);
  }

  /**
   * Changes what is given; its place is counted from 1. Throws `item_not_found`, `item_changed`,
   * `catalogue_full` where it would be offered again, `coach_not_found`, or `validation_failed`.
   */
  async change(work: AuditedWork, id: number, input: ChangeItemDto): Promise<CatalogueItemDto> {
    const { tx, at } = work;
    const list = await this.items.lockList(tx, id);
    const before = list.find((one) => one.id === id);
    if (!before) throw new Problem('item_not_found', `The price list has no item ${id}.`);
    requireVersion(before, input.expectedVersion);
    const { archived = before.archivedAt !== null, position } = input;
    const offer = offerAfter(before, input);
    await this.requireOffer(work, offer, before);
    const archivedAt = archived ? (before.archivedAt ?? at) : null;
    const offered = list.filter((one) => one.archivedAt === null);
    if (!archived && before.archivedAt !== null) requireRoom(offered.length);
    const after = { ...before, ...offer, archivedAt };
    const place = await this.place(work, offered, after, position);
    const isChanged = this.report(work, before, { ...after, position: place });
    const version = isChanged ? before.version + 1 : before.version;
    const current = { ...after, position: place, version };
    if (isChanged) await this.items.update(tx, current);
    if (!work.hasReported) work.didNothing();
    return this.catalogue.describe(work, current);
  }

  private newOffer(input: AddItemDto): Offer {
    const { name, rateType = 'package', sessions = null, validDays = null } = input;
    const { activation = 'purchase', priceMinor, coachId = null, memberCanBuy = false } = input;
    const currency = input.currency ?? this.settings.values.currency;
    if (currency === null) {
      throw validationProblem([fieldError('body', 'currency', NO_CURRENCY)]);
    }
    const sold = { name, rateType, sessions, validDays, activation };
    return { ...sold, priceMinor, currency, coachId, memberCanBuy };
  }

  private async requireOffer(
    { tx }: AuditedWork,
    offer: Offer,
    was: Pick<Offer, 'coachId'> | null,
  ): Promise<void> {
    sessionsOf(offer.rateType, offer.sessions, tx.countedRateTypes);
    requireEnd(offer);
    const { coachId } = offer;
    // Whose it was may be a coach no more; that is no reason against another price.
    if (coachId === null || coachId === was?.coachId) return;
    if (await this.items.isCoach(tx, coachId)) return;
    throw new Problem('coach_not_found', `There is no coach ${coachId}.`);
  }

  /** Puts an item to its place among those that are offered; says which it has then. */
  private async place(
    { tx }: AuditedWork,
    offered: readonly Item[],
    one: Item,
    wanted: number | undefined,
  ): Promise<number> {
    const others = offered.filter(({ id }) => id !== one.id);
    if (one.archivedAt !== null) {
      await this.items.setPositions(tx, misplaced(others));
      return one.position;
    }
    const earlier = offered.findIndex(({ id }) => id === one.id) + 1;
    const list = placed(others, one, wanted ?? (earlier > 0 ? earlier : undefined));
    await this.items.setPositions(tx, misplaced(list));
    return list.findIndex(({ id }) => id === one.id) + 1;
  }

  /** Says what was done to an item; whether more than its place is another. */
  private report(work: AuditedWork, before: Item, after: Item): boolean {
    const { id: itemId, name } = before;
    const changed = offerChange(before, after);
    const isMoved = before.position !== after.position && after.archivedAt === null;
    const wasArchived = before.archivedAt !== null;
    const isArchived = after.archivedAt !== null;
    const places = isMoved && !wasArchived ? [before.position, after.position] : undefined;
    if (changed ?? places) {
      const [was, is] = [0, 1].map((n) => (places ? { position: places[n] } : {}));
      const about = { itemId, name };
      work.did({
        before: { ...about, ...changed?.before, ...was },
        after: { ...about, ...changed?.after, ...is },
      });
    }
    if (wasArchived !== isArchived) {
      const [was, is] = [wasArchived, isArchived].map((archived) => ({ itemId, name, archived }));
      const action = isArchived ? 'catalogue.archived' : 'catalogue.restored';
      work.did({ action, before: was ?? null, after: is ?? null });
    }
    return changed !== undefined || wasArchived !== isArchived;
  }
}
