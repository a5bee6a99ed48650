import { addDays, studioDayOf } from '../../../src/common/studio-day.js';
import type { PackageDto } from '../api/generated/types.gen.js';

/** The first day of what begins later than it was sold; null of any other freeze. */
export function startOf(
  { freeze, requestedAt }: Pick<PackageDto, 'freeze' | 'requestedAt'>,
  timeZone: string,
): string | null {
  if (!freeze?.to) return null;
  const isStart = freeze.from === studioDayOf(new Date(requestedAt), timeZone);
  return isStart ? addDays(freeze.to, 1) : null;
}
