import { Injectable } from '@nestjs/common';
import type { Person, Role } from '../common/actor.js';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { addDays, startOfStudioDay } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ActivityRepository, type ActivityRow } from './activity.repository.js';
import type { ActivityFilter } from './activity-sql.js';
import { type DoneActivity, RecentActivityRepository } from './recent-activity.repository.js';
import type { ActivityDto } from './dto/activity.dto.js';
import type { ActivityQueryDto } from './dto/activity-query.dto.js';
import type { Action } from './actions.js';
import { disclosedTo } from './disclosure-rules.js';
import { type Named, NamesService } from './names.service.js';
import { type CoveredMembers, VisibleMembers } from './visible-members.js';

/** Reads the activity log, each person as much of it as the ownership rule allows. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly activities: ActivityRepository,
    private readonly recent: RecentActivityRepository,
    private readonly names: NamesService,
    private readonly visible: VisibleMembers,
  ) {}

  /** Newest first. Throws `not_your_member` where a coach asks for somebody else's member. */
  async list(person: Person, query: ActivityQueryDto): Promise<Page<ActivityDto>> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const isReport = mayWalkFar(person, query);
    const read = async (tx: Tx) => {
      const sight = await this.sightOf(tx, person, query.memberId);
      const rows = await this.activities.find(tx, { ...this.filterOf(query, limit), ...sight });
      const page = pageOf(rows, limit, (row) => [row.position, row.id]);
      const names = await this.names.of(
        tx,
        page.data.flatMap((row) => [row.actorId, row.memberId, row.coachId]),
      );
      return { ...page, data: page.data.map((row) => activityDto(row, person, names)) };
    };
    return this.unitOfWork.read(read, { isReport });
  }

  /** The packages that changed since an instant, as far as the log knows, and at most so many. */
  async changedPackages(tx: Tx, since: Date, limit: number): Promise<number[]> {
    return this.recent.findChangedPackages(tx, since, limit);
  }

  /** What was done of some actions since an instant, oldest first and at most so many. */
  async doneSince(
    tx: Tx,
    actions: readonly Action[],
    since: Date,
    limit: number,
  ): Promise<DoneActivity[]> {
    return this.recent.findDone(tx, actions, since, limit);
  }

  /** The terms before and after each change of a package that somebody of the role has made. */
  async packageChanges(
    tx: Tx,
    packageId: number,
    role: Role,
  ): Promise<Pick<ActivityRow, 'before' | 'after'>[]> {
    return this.activities.findPackageChanges(tx, packageId, role);
  }

  /** Of whom somebody sees what; coaches what is with themselves, or for whom they stand in. */
  private async sightOf(
    tx: Tx,
    person: Person,
    memberId: number | undefined,
  ): Promise<Pick<ActivityFilter, 'memberIds' | 'reader'>> {
    const [scope, covered] = await Promise.all([
      this.visible.scopeOf(tx, person),
      person.role === 'coach' ? this.visible.coveredBy(tx, person) : [],
    ]);
    if (scope === 'all') return memberId === undefined ? {} : { memberIds: [memberId] };
    const all = [{ coachId: person.id, memberIds: scope }, ...covered];
    const seen = memberId === undefined ? all : all.map((one) => onlyOf(one, memberId));
    if (memberId !== undefined && seen.every((one) => one.memberIds.length === 0)) {
      throw new Problem('not_your_member', 'This is not one of your members.');
    }
    if (person.role !== 'coach') return { memberIds: seen.flatMap((one) => one.memberIds) };
    return { reader: { coachId: person.id, seen, isOfAll: memberId === undefined } };
  }

  private filterOf(query: ActivityQueryDto, limit: number): ActivityFilter {
    const { packageId, actorId, action, outcome, reasonCode, from, to, cursor } = query;
    const zone = this.config.studioTimeZone;
    const position = readCursor<[string, number]>(cursor, ['instant', 'number']);
    return {
      ...(packageId === undefined ? {} : { packageId }),
      ...(actorId === undefined ? {} : { actorId }),
      ...(action === undefined ? {} : { action }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(from === undefined ? {} : { from: startOfStudioDay(from, zone) }),
      ...(to === undefined ? {} : { until: startOfStudioDay(addDays(to, 1), zone) }),
      ...(position ? { after: { at: position[0], id: position[1] } } : {}),
      limit: limit + 1,
    };
  }
}

function onlyOf({ coachId, memberIds }: CoveredMembers, memberId: number): CoveredMembers {
  return { coachId, memberIds: memberIds.includes(memberId) ? [memberId] : [] };
}

/**
 * Whether a page may lie far down in the log: no key has two of these, so the rows of one are
 * looked through for the other. The rows of a member or a package are few.
 */
function mayWalkFar({ role }: Person, query: ActivityQueryDto): boolean {
  const { memberId, packageId, actorId, action, outcome, reasonCode } = query;
  if (memberId !== undefined || packageId !== undefined) return false;
  const wishes = [role === 'coach' || undefined, actorId, action, outcome, reasonCode];
  return wishes.filter((wish) => wish !== undefined).length > 1;
}

function activityDto(row: ActivityRow, reader: Person, names: Map<number, Named>): ActivityDto {
  const { at, actorId, actorRole, ...rest } = row;
  const disclosed = disclosedTo(reader, row);
  const nameOf = (id: number | null) => (id === null ? null : (names.get(id)?.name ?? null));
  return {
    id: rest.id,
    at: at.toISOString(),
    action: rest.action,
    outcome: rest.outcome,
    actor: { id: actorId, name: nameOf(actorId), role: actorRole ?? 'legacy' },
    memberId: rest.memberId,
    memberName: nameOf(rest.memberId),
    coachId: rest.coachId,
    coachName: nameOf(rest.coachId),
    packageId: rest.packageId,
    usageId: rest.usageId,
    reason: rest.reason,
    reasonCode: rest.reasonCode,
    code: rest.code,
    before: disclosed.before,
    after: disclosed.after,
    repetitions: row.repetitions,
    hidden: disclosed.hidden,
    requestId: disclosed.requestId,
    ip: disclosed.ip,
  };
}
