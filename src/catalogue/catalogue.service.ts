import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { type Named, NamesService } from '../audit/names.service.js';
import type { Person } from '../common/actor.js';
import { Problem } from '../common/problem.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { type Item, requireSoldWith } from './catalogue-rules.js';
import type { CatalogueDto, CatalogueItemDto } from './dto/catalogue.dto.js';

/** The price list, as people read it. */
@Injectable()
export class Catalogue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly items: CatalogueRepository,
    private readonly names: NamesService,
  ) {}

  /** What is offered, or what is no more; coaches see what every coach sells, and their own. */
  async list({ id, role }: Person, isArchived: boolean): Promise<CatalogueDto> {
    const coachId = role === 'coach' ? id : undefined;
    return this.unitOfWork.read(async (tx) => {
      const items = await this.items.list(tx, { isArchived, coachId });
      const names = await this.names.of(
        tx,
        items.map((one) => one.coachId),
      );
      return { data: items.map((one) => itemDto(one, names)) };
    });
  }

  /**
   * The item by which a package with a coach is sold; nobody changes or archives it until the end
   * of the transaction. Throws `item_not_found`, `item_archived` or `item_of_other_coach`.
   */
  async lockToSell({ tx }: AuditedWork, id: number, coachId: number): Promise<Item> {
    const item = await this.items.lockOne(tx, id);
    if (!item) throw new Problem('item_not_found', `The price list has no item ${id}.`);
    requireSoldWith(item, coachId);
    return item;
  }

  /** An item as answers show it, with the name of its coach. */
  async describe({ tx }: Pick<AuditedWork, 'tx'>, item: Item): Promise<CatalogueItemDto> {
    return itemDto(item, await this.names.of(tx, [item.coachId]));
  }
}

function itemDto(item: Item, names: ReadonlyMap<number, Pick<Named, 'name'>>): CatalogueItemDto {
  const { archivedAt, coachId, ...rest } = item;
  return {
    ...rest,
    coachId,
    coachName: coachId === null ? null : (names.get(coachId)?.name ?? ''),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}
