import { ApiProperty } from '@nestjs/swagger';
import { MAX_LOW_BALANCE } from '../../settings/setting-rules.js';

export class OverviewWeekDto {
  @ApiProperty({ format: 'date', description: 'Its Monday.', example: '2026-11-16' })
  from: string;

  /**
   * Sessions taken by a workout or by the old system, and not undone.
   * @example 31
   */
  automatic: number;

  /**
   * Sessions added by hand, and not undone.
   * @example 4
   */
  manual: number;

  /**
   * Sessions of either kind that were undone.
   * @example 2
   */
  undone: number;
}

export class OverviewMembersDto {
  /** @example 60 */
  all: number;

  /** @example 4 */
  empty: number;

  /** @example 9 */
  low: number;

  /** @example 5 */
  expiring: number;

  /** @example 1 */
  waiting: number;
}

export class OverviewBalanceDto {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_LOW_BALANCE, example: 3 })
  remaining: number;

  /** @example 7 */
  members: number;
}

export class OverviewEndingDto {
  @ApiProperty({ format: 'date', description: 'The Monday of the week.', example: '2026-11-16' })
  from: string;

  /** @example 3 */
  packages: number;

  /**
   * Sessions that are left of them.
   * @example 12
   */
  sessions: number;
}

/** What a studio or a coach looks at once a week. */
export class OverviewDto {
  @ApiProperty({ format: 'date', description: 'The studio day.', example: '2026-11-20' })
  today: string;

  /** Sessions by the studio week for which they count, oldest first; the last week is this one. */
  weeks: OverviewWeekDto[];

  /** Members by the attention that they need; one may need several kinds. */
  members: OverviewMembersDto;

  /**
   * Up to how many usable sessions were low when this was counted; 0: none were.
   * @example 3
   */
  lowBalance: number;

  /**
   * Members by their usable sessions, from 0 to 9, or to `lowBalance` where that is more; without
   * those to whom no sessions were ever sold, or who have another subscription running.
   */
  balances: OverviewBalanceDto[];

  /** Usable packages by the studio week of their last day: this one and the next seven. */
  expiring: OverviewEndingDto[];
}
