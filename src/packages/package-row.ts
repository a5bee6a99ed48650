import { columnsOf } from '../database/entity-sql.js';
import type { DbInstant } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { frozenOf } from './freeze-rules.js';
import { Package } from './package.entity.js';
import { countsSessions } from './package-rules.js';
import type { Snapshot } from './sale-rules.js';
import { type RawSold, SOLD, SOLD_COLUMN, soldOf } from './sold-sql.js';

/** Everything of a package; the table is called `p`. */
export const PACKAGE_COLUMNS = `${columnsOf(Package, 'p', ...SOLD)}, ${SOLD_COLUMN}`;

/** A package as the drivers return it. */
export type RawPackage = Omit<
  Package,
  | 'requestedAt'
  | 'coachApprovedAt'
  | 'staffApprovedAt'
  | 'expiresAt'
  | 'isCounted'
  | 'frozen'
  | keyof Snapshot
> & {
  sold: RawSold;
  requestedAt: DbInstant | null;
  coachApprovedAt: DbInstant | null;
  staffApprovedAt: DbInstant | null;
  expiresAt: DbInstant | null;
};

const LONG_AGO = new Date(0);

/**
 * The package of a row, and whether it is counted in this studio. Lists make thousands of them:
 * each property is named, which takes a tenth of the time of spreading a row and adding as many.
 */
export function packageOf(
  raw: RawPackage,
  { times, countedRateTypes, studioTimeZone }: Tx,
): Package {
  const coachApprovedAt = times.fromDbOrNull(raw.coachApprovedAt);
  const staffApprovedAt = times.fromDbOrNull(raw.staffApprovedAt);
  const sold = soldOf(raw.sold);
  return {
    id: raw.id,
    coachId: raw.coachId,
    memberId: raw.memberId,
    status: raw.status,
    coachApproval: raw.coachApproval,
    staffApproval: raw.staffApproval,
    // The legacy system leaves it out now and then; then the package is as old as its approval.
    requestedAt:
      times.fromDbOrNull(raw.requestedAt) ?? coachApprovedAt ?? staffApprovedAt ?? LONG_AGO,
    coachApprovedAt,
    staffApprovedAt,
    paymentReceived: raw.paymentReceived,
    handledByCoach: raw.handledByCoach,
    handledByStaff: raw.handledByStaff,
    expiresAt: times.fromDbOrNull(raw.expiresAt),
    remaining: raw.remaining,
    rateType: raw.rateType,
    granted: raw.granted,
    booked: raw.booked,
    version: raw.version,
    name: sold.name,
    catalogueItemId: sold.catalogueItemId,
    priceMinor: sold.priceMinor,
    currency: sold.currency,
    complimentary: sold.complimentary,
    activation: sold.activation,
    validDays: sold.validDays,
    paidMinor: sold.paidMinor,
    openMinor: sold.openMinor,
    voidedStatus: raw.voidedStatus,
    refundedMinor: sold.refundedMinor,
    refundedSessions: sold.refundedSessions,
    refunded: sold.refunded,
    sourcePackageId: sold.sourcePackageId,
    transferredSessions: sold.transferredSessions,
    transferred: sold.transferred,
    frozenDays: raw.frozenDays,
    frozen: frozenOf(raw.frozenDays, studioTimeZone),
    isCounted: countsSessions(raw, countedRateTypes),
  };
}
