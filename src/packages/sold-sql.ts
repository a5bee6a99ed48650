import type { Package } from './package.entity.js';
import { type Snapshot, WITHOUT_ITEM } from './sale-rules.js';

/* What a package was sold as, read as one value: a driver takes its time for each column. */

const COLUMNS = {
  name: 'item_name',
  catalogueItemId: 'catalogue_item_id',
  priceMinor: 'price_minor',
  currency: 'price_currency',
  complimentary: 'is_complimentary',
  activation: 'activation',
  validDays: 'valid_days',
  paidMinor: 'paid_minor',
  openMinor: 'open_minor',
  refundedMinor: 'refunded_minor',
  refundedSessions: 'refunded_sessions',
  refunded: 'is_refunded',
  sourcePackageId: 'source_package_id',
  transferredSessions: 'transferred_sessions',
  transferred: 'is_transferred',
} as const satisfies Record<keyof Snapshot, string>;

export const SOLD = Object.keys(COLUMNS) as readonly (keyof Snapshot)[];

/** What is known of a sale, or of a transfer: all others have none of it. */
const KNOWN = ['price_minor', 'source_package_id', 'transferred_sessions', 'is_transferred']
  .map((name) => `p.${name}`)
  .join(', ');

/** Of `coach_member_list p`: a list in the order of `SOLD`, or null where nothing is known. */
export const SOLD_COLUMN = `CASE WHEN COALESCE(${KNOWN}) IS NOT NULL
  THEN JSON_ARRAY(${Object.values(COLUMNS)
    .map((name) => `p.${name}`)
    .join(', ')}) END AS sold`;

/** As the drivers return it: a text, or what some servers make of it themselves. */
export type RawSold = string | readonly unknown[] | null;

/** What of a package its sale by the price list says, and what was paid of it. */
export function soldOf(raw: RawSold): Pick<Package, keyof Snapshot> {
  if (raw === null) return WITHOUT_ITEM;
  const values = typeof raw === 'string' ? (JSON.parse(raw) as readonly unknown[]) : raw;
  return Object.fromEntries(SOLD.map((name, n) => [name, values[n]])) as unknown as Snapshot;
}
