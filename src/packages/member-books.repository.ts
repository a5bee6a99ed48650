import { Injectable } from '@nestjs/common';
import type { StudioDay } from '../common/studio-day.js';
import type { Tx } from '../database/tx.js';
import { type RawTotals, SUMS, totalsOf } from './member-totals.repository.js';
import type { Package } from './package.entity.js';
import { PACKAGE_COLUMNS, packageOf, type RawPackage } from './package-row.js';
import { type MemberSums, NO_TOTALS } from './totals-rules.js';
import { IS_UNRECONCILED } from './usage-sql.js';

/** A member's packages, each with the name of its coach, and what their history adds up to. */
export interface FoundBooks {
  readonly packages: readonly { readonly one: Package; readonly coach: CoachName }[];
  readonly totals: MemberSums;
}

/** Null where the account is gone. */
interface CoachName {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Reads what a member has. */
@Injectable()
export class MemberBooksRepository {
  /**
   * All packages, or those with one coach, by rising id. In one statement, which sees one moment: a
   * transaction for that would cost three more.
   */
  async find(tx: Tx, memberId: number, today: StudioDay, coachId?: number): Promise<FoundBooks> {
    const owner = [memberId, ...(coachId === undefined ? [] : [coachId])];
    const sums = [today, ...owner];
    const rows = await tx.rows<RawBooks>(booksSql(coachId), [...sums, ...sums, ...owner]);
    const [first] = rows;
    return {
      totals: first && Number(first.found) > 0 ? totalsOf(first, tx.times) : NO_TOTALS,
      packages: rows.filter(hasPackage).map((row) => {
        const { usages, active_usages, adjustments, used_today, last_activity_at, ...rest } = row;
        const { found, firstName, lastName, ...raw } = rest;
        return { one: packageOf(raw, tx), coach: { firstName, lastName } };
      }),
    };
  }
}

type Sums = RawTotals & { readonly found: number | string };
type RawBooks = Sums & CoachName & (RawPackage | { readonly id: null });

function hasPackage(row: RawBooks): row is Sums & CoachName & RawPackage {
  return row.id !== null;
}

/** The sums are one row, and the packages stand beside it; without any it stands alone. */
function booksSql(coachId: number | undefined): string {
  const of = (owner: 'u' | 'p') =>
    `${owner}.member_id = ?${coachId === undefined ? '' : ` AND ${owner}.coach_id = ?`}`;
  // Rows that the legacy system has just written are known by their package alone.
  return `SELECT ${SUMS_OF_BOTH}, ${PACKAGE_COLUMNS}, c.fname AS firstName, c.lname AS lastName
    FROM (SELECT COUNT(*) AS found, ${SUMS} FROM coach_usage_history u WHERE ${of('u')}) own
    CROSS JOIN
         (SELECT COUNT(*) AS found, ${SUMS}
            FROM coach_member_list p JOIN coach_usage_history u ON u.coach_member_id = p.id
           WHERE ${of('p')} AND ${IS_UNRECONCILED}) unbooked
    LEFT JOIN coach_member_list p ON ${of('p')}
    LEFT JOIN \`user\` c ON c.id = p.coach_id
   ORDER BY p.id`;
}

const SUMS_OF_BOTH = `own.found + unbooked.found AS found, own.usages + unbooked.usages AS usages,
  own.active_usages + unbooked.active_usages AS active_usages,
  COALESCE(own.adjustments, 0) + COALESCE(unbooked.adjustments, 0) AS adjustments,
  own.used_today + unbooked.used_today AS used_today,
  CASE WHEN own.last_activity_at IS NULL OR unbooked.last_activity_at > own.last_activity_at
       THEN unbooked.last_activity_at ELSE own.last_activity_at END AS last_activity_at`;
