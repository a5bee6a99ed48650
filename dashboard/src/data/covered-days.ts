import type { SubstitutionDto } from '../api/generated/types.gen.js';

/** A coach for whom the person stands in today, and until when. */
export type Covered = Pick<SubstitutionDto, 'coachId' | 'coachName' | 'to'>;

/** Those of a day, each coach once, with the last day of all. */
export function coveredOn(
  substitutions: readonly SubstitutionDto[],
  id: number,
  day: string,
): Covered[] {
  const covered = new Map<number, Covered>();
  for (const { substituteId, coachId, coachName, from, to } of substitutions) {
    if (substituteId !== id || from > day || to < day) continue;
    const last = covered.get(coachId)?.to ?? to;
    covered.set(coachId, { coachId, coachName, to: last > to ? last : to });
  }
  return [...covered.values()];
}
