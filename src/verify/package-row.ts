import type { DbInstant } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { frozenOf } from '../packages/freeze-rules.js';
import { countsSessions, type PackageFacts } from '../packages/package-rules.js';
import type { PackageRow } from './verify-rows.js';

/** A package as the drivers return it, as far as the laws are about it. */
export type RawPackageRow = Omit<PackageRow, 'facts' | 'isCounted'> &
  Omit<PackageFacts, 'expiresAt' | 'isCounted' | 'frozen'> & {
    readonly expiresAt: DbInstant | null;
    readonly frozenDays: string | null;
  };

/** The package of a row, with what decides what it is. */
export function packageRowOf(
  raw: RawPackageRow,
  { times, countedRateTypes, studioTimeZone }: Tx,
): PackageRow {
  const isCounted = countsSessions(raw, countedRateTypes);
  const frozen = frozenOf(raw.frozenDays, studioTimeZone);
  const facts = { ...raw, isCounted, frozen, expiresAt: times.fromDbOrNull(raw.expiresAt) };
  return { ...raw, isCounted, facts };
}
