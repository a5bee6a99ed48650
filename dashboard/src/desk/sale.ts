import { isStudioDay } from '../../../src/common/studio-day.js';
import type { GrantPackageDto } from '../api/generated/types.gen.js';
import { FEWEST_SESSIONS } from '../api/rules.js';
import { lastInstantOf } from '../ui/later-days.js';

type SaleKind = NonNullable<GrantPackageDto['rateType']>;

/** The state of the form of a sale. */
export interface SaleDraft {
  readonly coachId: number | null;
  readonly kind: SaleKind;
  /** An empty text while nothing is entered. */
  readonly sessions: number | '';
  /** The last day; null for no end, an empty text while the day is not entered. */
  readonly until: string | null;
  readonly note: string;
  readonly asksCoach: boolean;
}

export type SaleField = 'coachId' | 'sessions' | 'expiresAt' | 'reason';

/** What must be entered before it can be sold. */
export function missingOf({ coachId, kind, sessions, until }: SaleDraft): SaleField[] {
  return [
    ...(coachId === null ? (['coachId'] as const) : []),
    ...(kind === 'package' && (sessions === '' || sessions < FEWEST_SESSIONS)
      ? (['sessions'] as const)
      : []),
    ...(until === null || isStudioDay(until) ? [] : (['expiresAt'] as const)),
  ];
}

/** What is sent for a sale; null while something is missing. */
export function saleOf(draft: SaleDraft, timeZone: string): GrantPackageDto | null {
  const { coachId, kind, sessions, until, note, asksCoach } = draft;
  if (coachId === null || missingOf(draft).length > 0) return null;
  const reason = note.trim();
  return {
    coachId,
    rateType: kind,
    ...(kind === 'package' && sessions !== '' ? { sessions } : {}),
    expiresAt: until === null ? null : lastInstantOf(until, timeZone),
    ...(asksCoach ? { approvals: { coach: 'pending' } } : {}),
    ...(reason === '' ? {} : { reason }),
  };
}
