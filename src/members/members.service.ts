import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Accounts } from '../auth/accounts.service.js';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { NO_PASSWORD } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { MemberDto } from './dto/member.dto.js';
import type { ChangeMemberDto, CreateMemberDto } from './dto/member-input.dto.js';
import type { MembersQueryDto } from './dto/members-query.dto.js';
import { MemberAccess } from '../packages/member-access.js';
import { type MemberBooks, MemberBooksService } from '../packages/member-books.service.js';
import { MemberTotals } from '../packages/member-totals.service.js';
import type { OwnershipQuestion } from '../packages/ownership.interceptor.js';
import { NO_TOTALS } from '../packages/totals-rules.js';
import { type MemberFilter, type MemberRow, MembersRepository } from './members.repository.js';
import { attentionOf, byUse, type Package, stateOf } from '../packages/package-rules.js';
import { PackagesService } from '../packages/packages.service.js';
import { wordsOf } from './search-words.js';

/** The studio's members, as far as the person who asks may see them. */
@Injectable()
export class MembersService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly members: MembersRepository,
    private readonly accounts: Accounts,
    private readonly books: MemberBooksService,
    private readonly totals: MemberTotals,
    private readonly packages: PackagesService,
  ) {}

  /**
   * Members by name or urgency, with their usable packages; coaches see those assigned to them, and
   * others may look as a coach does. Throws `forbidden` where a coach names another coach.
   */
  async list(person: Person, query: MembersQueryDto): Promise<Page<MemberDto>> {
    const { search, balance, attention, limit = DEFAULT_LIMIT } = query;
    const coachId = this.access.coachScopeOf(person, query.coachId);
    const at = this.clock.now();
    const after = positionOf(query);
    // Who is found by their packages or by a part of a name is looked for among everybody.
    const words = wordsOf(search);
    const isFound = words.length > 0 || (balance ?? attention) !== undefined;
    const isReport = coachId === undefined && (isFound || query.order === 'attention');
    const isSearch = coachId !== undefined && words.length > 0;

    const read = async (tx: Tx) => {
      const memberIds = await this.access.memberIdsOf(tx, coachId);
      const rows = await this.members.list(tx, {
        ...(memberIds && { memberIds }),
        words,
        needs: [balance, attention].filter((need) => need !== undefined),
        byUrgency: query.order === 'attention',
        at,
        coachId,
        limit: limit + 1,
        ...(after ? { after } : {}),
      });
      const page = pageOf(rows, limit, (row) => [
        ...(query.order === 'attention' ? [row.urgency] : []),
        ...[row.lastName, row.firstName, row.id],
      ]);
      return { ...page, data: await this.describe(tx, page.data, at, coachId) };
    };
    return this.unitOfWork.snapshot(read, { isReport, isSearch });
  }

  /** One member with all packages; coaches see those with themselves. Throws `member_not_found`. */
  async get(person: Person, memberId: number, ownership: OwnershipQuestion): Promise<MemberDto> {
    const coachId = this.access.coachScopeOf(person);
    const at = this.clock.now();
    return this.unitOfWork.read(async (tx) => {
      const member = await ownership.beside(tx, () => this.find(tx, memberId, at, coachId));
      if (!member) throw memberNotFound(memberId);
      return member;
    });
  }

  /** Throws `email_taken`. */
  async create(work: AuditedWork, input: CreateMemberDto): Promise<MemberDto> {
    const { firstName, lastName } = input;
    const email = input.email.toLowerCase();
    const names = { firstName, lastName, email };
    // Whoever keeps the accounts gives the member a password.
    const id = await this.accounts.add(work.tx, { role: 'member', ...names }, NO_PASSWORD);
    work.did({ memberId: id, after: names });
    return this.describeOne(work.tx, { id, ...names }, work.at);
  }

  /**
   * Throws `email_taken` or `member_not_found`, and `password_needed` where the e-mail address
   * becomes another one: by that the account is signed in to, and would be taken over.
   */
  async change(work: AuditedWork, memberId: number, input: ChangeMemberDto): Promise<MemberDto> {
    const row = await this.members.lockById(work.tx, memberId);
    if (!row) throw memberNotFound(memberId);
    const changed: MemberRow = {
      id: row.id,
      firstName: input.firstName ?? row.firstName,
      lastName: input.lastName ?? row.lastName,
      email: input.email?.toLowerCase() ?? row.email,
    };
    const { id: _, ...before } = row;
    const { id: __, ...after } = changed;
    if (JSON.stringify(before) === JSON.stringify(after)) {
      work.didNothing();
    } else {
      if (changed.email !== row.email) {
        work.askPassword();
        await this.accounts.requireFreeEmail(work.tx, changed.email, row.id);
      }
      await this.accounts.update(work.tx, changed);
      work.did({ memberId, before, after });
    }
    return this.describeOne(work.tx, changed, work.at);
  }

  private async find(
    tx: Tx,
    id: number,
    at: Date,
    coachId: number | undefined,
  ): Promise<MemberDto | undefined> {
    const [row, books] = await Promise.all([
      this.members.findById(tx, id),
      this.books.of(tx, id, at, coachId),
    ]);
    return row && memberDto(row, books, at);
  }

  private async describeOne(tx: Tx, row: MemberRow, at: Date): Promise<MemberDto> {
    return memberDto(row, await this.books.of(tx, row.id, at), at);
  }

  private async describe(
    tx: Tx,
    rows: readonly MemberRow[],
    at: Date,
    coachId: number | undefined,
  ): Promise<MemberDto[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const today = studioDayOf(at, this.config.studioTimeZone);
    const [totals, packages] = await Promise.all([
      this.totals.of(tx, ids, today, coachId),
      this.packages.findOfMembers(tx, ids, coachId),
    ]);
    const described = await this.packages.describe(tx, usablePackages(packages, at), at);
    return rows.map((row) => {
      const books = {
        packages: packages.filter((one) => one.memberId === row.id),
        described: described.filter((one) => one.memberId === row.id),
        totals: totals.get(row.id) ?? NO_TOTALS,
      };
      return memberDto(row, books, at);
    });
  }
}

function memberDto(row: MemberRow, books: MemberBooks, at: Date): MemberDto {
  const { usedToday, lastActivityAt, ...sums } = books.totals;
  return {
    id: row.id,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    packages: books.described,
    attention: attentionOf(books.packages, at),
    totals: sums,
    usedToday,
    lastActivityAt: lastActivityAt?.toISOString() ?? null,
  };
}

/** Where the page begins. Each order has cursors of its own, so that they cannot be mixed up. */
function positionOf({ order, cursor }: MembersQueryDto): MemberFilter['after'] {
  if (order === 'attention') {
    const kinds = ['number', 'string', 'string', 'number'] as const;
    const after = readCursor<[number, string, string, number]>(cursor, kinds);
    return after && { urgency: after[0], lastName: after[1], firstName: after[2], id: after[3] };
  }
  const after = readCursor<[string, string, number]>(cursor, ['string', 'string', 'number']);
  return after && { urgency: 0, lastName: after[0], firstName: after[1], id: after[2] };
}

function usablePackages(packages: Package[], at: Date): Package[] {
  return packages.filter((one) => stateOf(one, at) === 'active').toSorted(byUse);
}

function memberNotFound(memberId: number): Problem {
  return new Problem('member_not_found', `There is no member ${memberId}.`);
}
