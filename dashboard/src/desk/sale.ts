import { isStudioDay } from '../../../src/common/studio-day.js';
import type { GrantPackageDto, PackageDto, StudioDto } from '../api/generated/types.gen.js';
import { FEWEST_SESSIONS } from '../api/rules.js';
import { lastInstantOf } from '../ui/later-days.js';

type SaleKind = NonNullable<GrantPackageDto['rateType']>;

/** The state of the form of a sale. */
export interface SaleDraft {
  readonly coachId: number | null;
  readonly kind: SaleKind;
  /** An empty text while nothing is entered. */
  readonly sessions: number | '';
  /** Sold without a count, although the studio counts this kind. */
  readonly isUnlimited: boolean;
  /** The last day; null for no end, an empty text while the day is not entered. */
  readonly until: string | null;
  readonly note: string;
  readonly asksCoach: boolean;
}

export type SaleField = 'coachId' | 'sessions' | 'expiresAt' | 'reason';

/** The kinds that the studio counts, as the server names them. */
export type CountedKinds = readonly PackageDto['rateType'][];

/** Whether it can be sold with a count, and whether it is: only a package always has one. */
export function countingOf(
  { kind, isUnlimited }: Pick<SaleDraft, 'kind' | 'isUnlimited'>,
  countedKinds: CountedKinds,
): { readonly may: boolean; readonly does: boolean } {
  const may = countedKinds.includes(kind);
  return { may, does: may && (kind === 'package' || !isUnlimited) };
}

/** What must be entered before it can be sold. */
export function missingOf(draft: SaleDraft, countedKinds: CountedKinds): SaleField[] {
  const { coachId, sessions, until } = draft;
  return [
    ...(coachId === null ? (['coachId'] as const) : []),
    ...(countingOf(draft, countedKinds).does && (sessions === '' || sessions < FEWEST_SESSIONS)
      ? (['sessions'] as const)
      : []),
    ...(until === null || isStudioDay(until) ? [] : (['expiresAt'] as const)),
  ];
}

/** What is sent for a sale; null while something is missing. */
export function saleOf(
  draft: SaleDraft,
  { timeZone, countedRateTypes }: Pick<StudioDto, 'timeZone' | 'countedRateTypes'>,
): GrantPackageDto | null {
  const { coachId, kind, sessions, until, note, asksCoach } = draft;
  if (coachId === null || missingOf(draft, countedRateTypes).length > 0) return null;
  const { may, does } = countingOf(draft, countedRateTypes);
  const reason = note.trim();
  return {
    coachId,
    rateType: kind,
    ...(may ? { sessions: does ? Number(sessions) : null } : {}),
    expiresAt: until === null ? null : lastInstantOf(until, timeZone),
    ...(asksCoach ? { approvals: { coach: 'pending' } } : {}),
    ...(reason === '' ? {} : { reason }),
  };
}
