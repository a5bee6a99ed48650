import { Injectable } from '@nestjs/common';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { lastDayOf } from '../common/last-day.js';
import { addDays, startOfStudioDay, type StudioDay, studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MemberAccess } from '../packages/member-access.js';
import { MemberStandings } from '../members/member-standings.service.js';
import { Settings } from '../settings/settings.service.js';
import type { OverviewDto } from './dto/overview.dto.js';
import type { OverviewQueryDto } from './dto/overview-query.dto.js';
import { OverviewRepository } from './overview.repository.js';
import {
  type DayEnds,
  endsByWeek,
  membersByBalance,
  mondayOf,
  mondaysFrom,
  sessionsByWeek,
} from './overview-rules.js';
import { SharedAnswers } from './shared-answers.js';

/** Weeks of sessions where the client asks for no number, and weeks ahead, this one included. */
const DEFAULT_WEEKS = 12;
const WEEKS_AHEAD = 8;
/** Whoever has more sessions left does not run out soon, unless the studio finds that low. */
const LARGEST_BALANCE = 9;
const REPORT = { isReport: true };

/** Adds up what goes on, of everybody or of one coach's members. */
@Injectable()
export class OverviewService {
  private readonly answers = new SharedAnswers<OverviewDto>();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MemberAccess,
    private readonly standings: MemberStandings,
    private readonly overview: OverviewRepository,
    private readonly settings: Settings,
  ) {}

  /**
   * As of now or a moment later, never earlier. Throws `forbidden` where a coach names another
   * coach, and `unavailable` where too many reports are under way.
   */
  async get(person: Person, query: OverviewQueryDto): Promise<OverviewDto> {
    const coachId = this.access.coachScopeOf(person, query.coachId);
    const { weeks = DEFAULT_WEEKS } = query;
    // Whoever may ask for a coach's figures, or for everybody's, gets the same ones.
    const key = `${coachId ?? 'all'} ${weeks}`;
    return this.answers.of(key, async () => this.calculate(coachId, weeks));
  }

  private async calculate(coachId: number | undefined, count: number): Promise<OverviewDto> {
    const at = this.clock.now();
    const today = studioDayOf(at, this.config.studioTimeZone);
    const monday = mondayOf(today);
    const past = mondaysFrom(addDays(monday, -7 * (count - 1)), count);
    const thresholds = this.settings.values;
    const scope = { at, coachId, thresholds };
    const upTo = Math.max(LARGEST_BALANCE, thresholds.lowBalance);
    const days = { from: past[0] ?? monday, to: addDays(monday, 6) };
    // Side by side: what was used is one thing, and how members stand is another. Neither work
    // waits for the other, so that many of them cannot hold all connections and stand still.
    const [sessions, [{ counts, balances }, ends]] = await Promise.all([
      this.unitOfWork.snapshot(
        async (tx) => this.overview.sessionsByDay(tx, { ...days, coachId }),
        REPORT,
      ),
      this.unitOfWork.snapshot(async (tx) => {
        const counted = this.standings.count(tx, scope, upTo);
        return Promise.all([counted, this.ends(tx, scope, monday)]);
      }, REPORT),
    ]);
    return {
      today,
      weeks: sessionsByWeek(past, sessions),
      members: counts,
      lowBalance: thresholds.lowBalance,
      balances: membersByBalance(upTo, balances),
      expiring: endsByWeek(mondaysFrom(monday, WEEKS_AHEAD), ends),
    };
  }

  private async ends(
    tx: Tx,
    scope: { at: Date; coachId: number | undefined },
    monday: StudioDay,
  ): Promise<DayEnds[]> {
    const zone = this.config.studioTimeZone;
    const until = startOfStudioDay(addDays(monday, 7 * WEEKS_AHEAD), zone);
    const ends = await this.standings.ends(tx, scope, until);
    return ends.map(({ at, ...rest }) => ({ day: lastDayOf(at, zone).day, ...rest }));
  }
}
