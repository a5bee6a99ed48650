import { Injectable } from '@nestjs/common';
import { PersonNames } from '../auth/person-names.service.js';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { DEFAULT_LIMIT, type Page, pageOf, type Position, readCursor } from '../common/page.js';
import { personSearchOf } from '../common/phones.js';
import { studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { cursorOf, placeIn } from '../database/person-place.js';
import type { PersonPlace } from '../database/person-sql.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { MemberDto } from './dto/member.dto.js';
import type { MemberOrder, MembersQueryDto } from './dto/members-query.dto.js';
import { MemberAccess } from '../packages/member-access.js';
import { MemberBooksService } from '../packages/member-books.service.js';
import { MemberTotals } from '../packages/member-totals.service.js';
import type { OwnershipQuestion } from '../packages/ownership.interceptor.js';
import { NO_TOTALS } from '../packages/totals-rules.js';
import type { StandingsScope } from './member-standings.repository.js';
import { memberDto, memberNotFound } from './member-answers.js';
import { type MemberRow, MembersRepository } from './members.repository.js';
import { lastOf, usableOf } from '../packages/package-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import { Settings } from '../settings/settings.service.js';

/** The studio's members, as far as the person who asks may see them. */
@Injectable()
export class MembersService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly members: MembersRepository,
    private readonly names: PersonNames,
    private readonly books: MemberBooksService,
    private readonly totals: MemberTotals,
    private readonly packages: PackagesService,
    private readonly settings: Settings,
  ) {}

  /**
   * Members by name or urgency, with their usable packages; whom a search fits best comes first.
   * Coaches see those assigned to them, and others may look as a coach does. Throws `forbidden`
   * where a coach names another coach for whom they do not stand in.
   */
  async list(person: Person, query: MembersQueryDto): Promise<Page<MemberDto>> {
    const { search, balance, attention, payment, coachGone, limit = DEFAULT_LIMIT } = query;
    const coachId = query.coachId ?? this.access.coachScopeOf(person);
    const scope = this.scopeOf(this.clock.now(), coachId);
    const words = personSearchOf(search);
    const order = words.length > 0 ? 'search' : (query.order ?? 'name');
    const after = placeOf(order, query.cursor);
    // Who is found by their packages or by a name is looked for among everybody.
    const isFound =
      words.length > 0 || (balance ?? attention ?? payment ?? coachGone) !== undefined;
    const isReport = coachId === undefined && (isFound || order === 'attention');
    const isSearch = coachId !== undefined && words.length > 0;

    const read = async (tx: Tx, check: (tx: Tx) => Promise<void>) => {
      const memberIds = await this.access.memberIdsOf(tx, person, coachId);
      const listing = this.members.list(tx, {
        ...(memberIds && { memberIds }),
        words,
        needs: [balance, attention].filter((need) => need !== undefined),
        payment,
        coachGone,
        byUrgency: order === 'attention',
        ...scope,
        limit: limit + 1,
        ...(after ? { after } : {}),
      });
      const [rows] = await Promise.all([listing, check(tx)]);
      const page = pageOf(rows, limit, (row) => positionOf(order, row));
      return { ...page, data: await this.describe(tx, page.data, scope) };
    };
    return this.names.whole((check) =>
      this.unitOfWork.snapshot((tx) => read(tx, check), { isReport, isSearch }),
    );
  }

  /**
   * One member with all packages, or those with the named coach; coaches see those with themselves,
   * or for whom they stand in. What the studio notes of a member is not for them to read. Throws
   * `member_not_found`.
   */
  async get(
    person: Person,
    memberId: number,
    ownership: OwnershipQuestion,
    named?: number,
  ): Promise<MemberDto> {
    const at = this.clock.now();
    return this.unitOfWork.read(async (tx) => {
      const { coachId } = await this.access.actingFor(tx, person, memberId, named);
      const scope = this.scopeOf(at, coachId);
      const member = await ownership.beside(tx, () => this.find(tx, memberId, scope));
      if (!member) throw memberNotFound(memberId);
      if (person.role !== 'member') return member;
      const { note: _, emailBouncedAt: __, ...own } = member;
      return own;
    });
  }

  /** What is looked at, and by which thresholds: the same ones for the whole of an answer. */
  private scopeOf(at: Date, coachId?: number): StandingsScope {
    return { at, coachId, thresholds: this.settings.values };
  }

  private async find(tx: Tx, id: number, scope: StandingsScope): Promise<MemberDto | undefined> {
    const [row, books] = await Promise.all([
      this.members.findById(tx, id),
      this.books.of(tx, id, scope.at, scope.coachId),
    ]);
    return row && memberDto(row, books, scope);
  }

  private async describe(
    tx: Tx,
    rows: readonly MemberRow[],
    scope: StandingsScope,
  ): Promise<MemberDto[]> {
    if (rows.length === 0) return [];
    const { at, coachId } = scope;
    const ids = rows.map((row) => row.id);
    const today = studioDayOf(at, this.config.studioTimeZone);
    const [totals, packages] = await Promise.all([
      this.totals.of(tx, ids, today, coachId),
      this.packages.findOfMembers(tx, ids, coachId),
    ]);
    const ofEach = rows.map((row) => {
      const own = packages.filter(({ memberId }) => memberId === row.id);
      const last = lastOf(own, at);
      return { row, own, last, shown: last ? [last] : usableOf(own, at) };
    });
    const shown = ofEach.flatMap((one) => one.shown);
    const described = await this.packages.describe(tx, shown, at);
    return ofEach.map(({ row, own, last }) => {
      const ofRow = described.filter(({ memberId }) => memberId === row.id);
      const [lastPackage = null] = last ? ofRow : [];
      const books = { packages: own, described: last ? [] : ofRow, lastPackage };
      return memberDto(row, { ...books, totals: totals.get(row.id) ?? NO_TOTALS }, scope);
    });
  }
}

type Order = MemberOrder | 'search';

/** Where the page begins. Each order has cursors of its own, so that they cannot be mixed up. */
function placeOf(order: Order, cursor: string | undefined): PersonPlace | undefined {
  if (order !== 'attention') return placeIn(cursor, order === 'search');
  const after = readCursor<[number, string, number]>(cursor, ['number', 'string', 'number']);
  return after && { grade: after[0], sortKey: after[1], id: after[2] };
}

function positionOf(order: Order, place: PersonPlace): Position {
  if (order !== 'attention') return cursorOf(place, order === 'search');
  return [place.grade, place.sortKey, place.id];
}
