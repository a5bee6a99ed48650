import { Injectable } from '@nestjs/common';
import type { Person } from '../common/actor.js';
import { DEFAULT_LIMIT, type Page, pageOf, type Position, readCursor } from '../common/page.js';
import { addDays, startOfStudioDay } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MemberAccess } from '../packages/member-access.js';
import type { OwnershipQuestion } from '../packages/ownership.interceptor.js';
import type { HistoryLineDto } from './dto/history-line.dto.js';
import type { HistoryQueryDto } from './dto/session-query.dto.js';
import type { UsageDto } from './dto/usage.dto.js';
import {
  areSame,
  balancesOf,
  isTakenBack,
  keyOf,
  type Line,
  type LinePosition,
  type LinesCount,
} from './line-rules.js';
import { type LinesFilter, LinesRepository, type PlacedLine } from './lines.repository.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import type { HistoryFilter } from './history-sql.js';
import { UsagesRepository } from './usages.repository.js';

/** Reads what happened to a member's packages. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly usages: UsagesRepository,
    private readonly linesOf: LinesRepository,
    private readonly descriptions: UsageDescriptions,
  ) {}

  /** Newest first; coaches see what concerns the packages with themselves, or whom they replace. */
  async list(
    person: Person,
    memberId: number,
    query: HistoryQueryDto,
    ownership: OwnershipQuestion,
  ): Promise<Page<UsageDto>> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const position = readCursor<[string, number]>(query.cursor, ['instant', 'number']);
    const after = position && { at: position[0], id: position[1] };
    const wanted = { ...this.filterOf(memberId, query, limit), ...(after && { after }) };
    return this.unitOfWork.read(async (tx) => {
      const filter = await this.withCoach(tx, person, wanted, query.coachId);
      const rows = await ownership.beside(tx, () => this.usages.history(tx, filter));
      const page = pageOf(rows, limit, (row) => [row.position, row.id]);
      return { ...page, data: await this.descriptions.of(tx, page.data, person) };
    });
  }

  /**
   * As `list`, with undos as lines of their own and the balance after each: the newest line of a
   * package leaves what the package has.
   */
  async lines(
    person: Person,
    memberId: number,
    query: HistoryQueryDto,
    ownership: OwnershipQuestion,
  ): Promise<Page<HistoryLineDto>> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const after = linePositionOf(query.cursor);
    const wanted = { ...this.filterOf(memberId, query, limit), ...(after && { after }) };
    const look = async (tx: Tx) => {
      const filter = await this.withCoach(tx, person, wanted, query.coachId);
      return this.lookAtLines(tx, filter, { person, ownership });
    };
    const first = await this.unitOfWork.read(look);
    // A transaction is one more round trip, and seldom has anything changed meanwhile.
    const seen = first.isTorn ? await this.unitOfWork.snapshot(look) : first;
    const { found, usages, balances } = seen;
    const page = pageOf(found, limit, cursorOf);
    const data = page.data.flatMap((line, index) => {
      const usage = usages[index];
      return usage ? [describeLine(line, usage, balances)] : [];
    });
    return { ...page, data };
  }

  private async lookAtLines(
    tx: Tx,
    filter: LinesFilter,
    { person, ownership }: { person: Person; ownership: OwnershipQuestion },
  ): Promise<LinesFound> {
    const [counts, found] = await ownership.beside(tx, () =>
      Promise.all([this.linesOf.counts(tx, filter), this.linesOf.page(tx, filter)]),
    );
    const [lines, countsAfter, usages] = await Promise.all([
      this.linesThatCount(tx, found, { filter, counts }),
      this.linesOf.counts(tx, filter),
      this.descriptions.of(
        tx,
        found.map(({ usage }) => usage),
        person,
      ),
    ]);
    const isTorn = !areSame(counts, countsAfter);
    return { found, usages, balances: balancesOf(lines, counts), isTorn };
  }

  /** The page itself, where nothing of its packages is newer and no line between is left out. */
  private async linesThatCount(
    tx: Tx,
    page: readonly PlacedLine[],
    { filter, counts }: { filter: LinesFilter; counts: readonly LinesCount[] },
  ): Promise<readonly Line[]> {
    const last = page.at(-1);
    const packageIds = [...new Set(page.map(({ packageId }) => packageId))];
    const isBehind = counts.some((one) => one.isBehind && packageIds.includes(one.packageId));
    if (!last || (isOfAllLines(filter) && !isBehind)) return page;
    return this.linesOf.ofPackages(tx, packageIds, isBehind ? undefined : last.position);
  }

  /** Of the coach whose packages somebody sees, where it is one. */
  private async withCoach<Filter extends { readonly memberId: number }>(
    tx: Tx,
    person: Person,
    filter: Filter,
    named: number | undefined,
  ): Promise<Filter & { coachId?: number }> {
    const { coachId } = await this.access.actingFor(tx, person, filter.memberId, named);
    return coachId === undefined ? filter : { ...filter, coachId };
  }

  private filterOf(
    memberId: number,
    query: HistoryQueryDto,
    limit: number,
  ): Omit<HistoryFilter, 'after'> {
    const { from, to, kind, attendance, includeUndone = true } = query;
    const zone = this.config.studioTimeZone;
    return {
      memberId,
      includeUndone,
      limit: limit + 1,
      ...(kind ? { kind } : {}),
      ...(attendance ? { attendance } : {}),
      ...(from ? { from: { day: from, startsAt: startOfStudioDay(from, zone) } } : {}),
      ...(to ? { to: { day: to, endsAt: startOfStudioDay(addDays(to, 1), zone) } } : {}),
    };
  }
}

/** Lines, one more than a page holds, and their rows in the same order, with the balances. */
interface LinesFound {
  readonly found: PlacedLine[];
  readonly usages: readonly UsageDto[];
  readonly balances: ReadonlyMap<string, number>;
  /** Whether a package has changed between the statements. */
  readonly isTorn: boolean;
}

function linePositionOf(cursor: string | undefined): LinePosition | undefined {
  const shape = ['instant', 'number', 'string'] as const;
  const [position, usageId, word] = readCursor<[string, number, string]>(cursor, shape) ?? [];
  if (position === undefined || usageId === undefined) return undefined;
  return { position, usageId, line: word === 'undone' ? 'undone' : 'made' };
}

function cursorOf({ position, usageId, line }: LinePosition): Position {
  return [position, usageId, line];
}

function isOfAllLines({ after, includeUndone, ...filter }: LinesFilter): boolean {
  const { kind, attendance, from, to } = filter;
  return includeUndone && [after, kind, attendance, from, to].every((one) => one === undefined);
}

function describeLine(
  { row, usage: { createdAt, undoneAt }, ...line }: PlacedLine,
  usage: UsageDto,
  balances: ReadonlyMap<string, number>,
): HistoryLineDto {
  const at = line.line === 'made' ? createdAt : (undoneAt ?? createdAt);
  return {
    line: line.line,
    at: at.toISOString(),
    amount: line.amount,
    balanceAfter: isTakenBack(line, row) ? null : (balances.get(keyOf(line)) ?? null),
    usage,
  };
}
