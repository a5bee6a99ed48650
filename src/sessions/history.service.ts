import { Injectable } from '@nestjs/common';
import type { Person } from '../common/actor.js';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { addDays, startOfStudioDay } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MemberAccess } from '../packages/member-access.js';
import type { OwnershipQuestion } from '../packages/ownership.interceptor.js';
import type { HistoryQueryDto } from './dto/session-query.dto.js';
import type { UsageDto } from './dto/usage.dto.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { type HistoryFilter, UsagesRepository } from './usages.repository.js';

/** Reads what happened to a member's packages. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly usages: UsagesRepository,
    private readonly descriptions: UsageDescriptions,
  ) {}

  /** Newest first; coaches see what concerns the packages with themselves. */
  async list(
    person: Person,
    memberId: number,
    query: HistoryQueryDto,
    ownership: OwnershipQuestion,
  ): Promise<Page<UsageDto>> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const filter = this.filterOf(person, memberId, query, limit);
    return this.unitOfWork.read(async (tx) => {
      const rows = await ownership.beside(tx, () => this.usages.history(tx, filter));
      const page = pageOf(rows, limit, (row) => [row.position, row.id]);
      return { ...page, data: await this.descriptions.of(tx, page.data) };
    });
  }

  private filterOf(
    person: Person,
    memberId: number,
    query: HistoryQueryDto,
    limit: number,
  ): HistoryFilter {
    const { from, to, kind, includeUndone = true, cursor } = query;
    const zone = this.config.studioTimeZone;
    const coachId = this.access.coachScopeOf(person);
    const position = readCursor<[string, number]>(cursor, ['instant', 'number']);
    return {
      memberId,
      includeUndone,
      limit: limit + 1,
      ...(coachId === undefined ? {} : { coachId }),
      ...(kind ? { kind } : {}),
      ...(from ? { from: { day: from, startsAt: startOfStudioDay(from, zone) } } : {}),
      ...(to ? { to: { day: to, endsAt: startOfStudioDay(addDays(to, 1), zone) } } : {}),
      ...(position ? { after: { at: position[0], id: position[1] } } : {}),
    };
  }
}
