import { Problem } from '../common/problem.js';
import type { CoachSales } from '../settings/setting-rules.js';
import type { Approval } from './package.entity.js';

/** What both sides have said of a package. */
export interface Approvals {
  readonly coach: Approval;
  readonly staff: Approval;
}

/** The approvals of what the front desk sells: both sides, unless it says otherwise. */
export function approvalsByDesk({ coach, staff }: Partial<Approvals> = {}): Approvals {
  return { coach: coach ?? 'approved', staff: staff ?? 'approved' };
}

/**
 * The approvals of what a coach sells, as the studio has set it. Throws `coach_sales_off`, and
 * `forbidden` where the coach says what only the desk may.
 */
export function approvalsByCoach(
  coachSales: CoachSales,
  wanted: Partial<Approvals> | undefined,
): Approvals {
  if (coachSales === 'off') {
    const detail = 'Coaches sell no packages in this studio. Ask the front desk to sell it.';
    throw new Problem('coach_sales_off', detail);
  }
  if (wanted !== undefined) {
    throw new Problem('forbidden', 'A coach sells a package, and leaves approvals to the desk.');
  }
  return { coach: 'approved', staff: coachSales === 'sell' ? 'approved' : 'pending' };
}
