import { HOUR_MS } from '../../../src/common/durations.js';
import type {
  AddUsageDto,
  MemberDto,
  PackageDto,
  UsageAnswerDto,
  UsageDto,
} from '../api/generated/types.gen.js';

/**
 * An action that must reach the server exactly once, also over a bad connection. It is kept on the
 * device from the tap until there is an answer.
 */
export type Tap = UseTap | UndoTap;

interface AnyTap {
  /** The `Idempotency-Key`: however often the tap is sent, it counts once. */
  readonly key: string;
  /** Who tapped; nobody else's sign-in may send it. */
  readonly userId: number;
  readonly memberId: number;
  readonly memberName: string;
  /** When it was tapped, in milliseconds since 1970. */
  readonly at: number;
  /** The coach for whom it was tapped, by whoever stands in. Taps of an older release have none. */
  readonly coachId?: number;
  /** How often it was sent without an answer; then nobody knows whether it arrived. */
  readonly tries: number;
  /** The code of the refusal; the tap stays until somebody dismisses it. */
  readonly refused?: string;
  /** The package as it was shown when it was tapped, which the tap will change. */
  readonly base: PackageBase | null;
}

/** A package at the version that was shown. */
export interface PackageBase {
  readonly packageId: number;
  readonly version: number;
}

/** "Session used", on a day that was fixed when it was tapped. */
export interface UseTap extends AnyTap {
  readonly kind: 'use';
  readonly usageDate: string;
  readonly packageId: number | null;
  readonly reason: string | null;
  /** Taps of an older release have none. */
  readonly reasonCode?: string | null;
  /** One more session of its day, on purpose. Taps of an older release have none of these. */
  readonly again?: boolean;
  readonly attendance?: NonNullable<UsageDto['attendance']>;
  /** Taken back while it was under way: undo as soon as it is known to have arrived. */
  readonly takenBack?: boolean;
  /** The server has it. It is kept for as long as its toast offers Undo, in any browser tab. */
  readonly arrived?: { readonly usage: UsageDto; readonly at: number };
}

/** "Undo" of a usage that the server has. */
export interface UndoTap extends AnyTap {
  readonly kind: 'undo';
  readonly usageId: number;
  readonly packageId: number;
  readonly usageDate: string | null;
  readonly reason: string | null;
  readonly reasonCode?: string | null;
  /** Of one more session of its day: the first one stays. */
  readonly again?: boolean;
}

/** The answer of the server to a tap. */
export type TapAnswer = UsageAnswerDto;

/** The most taps that a device keeps; a day in a gym has far fewer. */
export const MOST_TAPS = 100;

/** The server keeps a key for 48 hours. A tap that may have arrived is not sent later than that. */
const KEY_LIVES_MS = 47 * HOUR_MS;

/** Whether sending it now could count a session twice, so that a person must decide. */
export function isTooOld({ tries, at }: Tap, now: number): boolean {
  return tries > 0 && now - at > KEY_LIVES_MS;
}

/** How long an arrived tap is kept for Undo; longer than its toast is shown. */
const ARRIVED_FOR_MS = 60_000;

/** Whether the server has not answered the tap yet. */
export function isOpen(tap: Tap): boolean {
  return tap.refused === undefined && !(tap.kind === 'use' && tap.arrived);
}

/** Whether the tap waits to be sent by this person. */
export function isWaiting(tap: Tap, userId: number): boolean {
  return tap.userId === userId && isOpen(tap);
}

/** Whether nothing can be done with the tap any more. */
export function isOver(tap: Tap, now: number): boolean {
  return tap.kind === 'use' && tap.arrived !== undefined && now - tap.arrived.at > ARRIVED_FOR_MS;
}

/** The taps of a member that the server has not answered. */
export function tapsOf(taps: readonly Tap[], memberId: number): Tap[] {
  return taps.filter((tap) => tap.memberId === memberId && isOpen(tap));
}

/** The package that a tap will change: the named one, or the first from which one can be taken. */
export function baseOf(
  { packages }: Pick<MemberDto, 'packages'>,
  packageId: number | null,
): PackageBase | null {
  const one = packages.find((each) =>
    packageId === null ? isUsable(each) : each.id === packageId,
  );
  return one ? { packageId: one.id, version: one.version } : null;
}

function isUsable({ state, remaining }: PackageDto): boolean {
  return state === 'active' && remaining !== null && remaining > 0;
}

/** Whether the last tap says that a session is used on this day; undefined where none does. */
export function usedOn(day: string, taps: readonly Tap[]): boolean | undefined {
  const last = taps.findLast((tap) => tap.usageDate === day && !leavesDay(tap));
  if (!last) return undefined;
  return last.kind === 'use' && last.takenBack !== true;
}

/** Whether a tap leaves the day as it is: it gives back what was used besides. */
export function leavesDay(tap: Tap): boolean {
  return tap.again === true && (tap.kind === 'undo' || tap.takenBack === true);
}

/**
 * The packages as they will be once the taps have arrived. One that changed since the tap is shown
 * as the server sent it: the tap may be included already, and must not count twice.
 */
export function withTaps(packages: readonly PackageDto[], taps: readonly Tap[]): PackageDto[] {
  return packages.map((one) => {
    const meant = taps.filter(({ base }) => base?.packageId === one.id);
    const counted = meant.filter(({ base }) => base?.version === one.version);
    const change = counted.reduce((sum, tap) => sum + effectOf(tap), 0);
    if (one.remaining === null || change === 0) return one;
    return { ...one, remaining: Math.max(0, one.remaining + change) };
  });
}

/** What of a request says why, as far as whoever tapped said it. */
export function whyOf({ reason, reasonCode = null }: Tap): {
  reason?: string;
  reasonCode?: string;
} {
  return {
    ...(reason === null ? {} : { reason }),
    ...(reasonCode === null ? {} : { reasonCode }),
  };
}

/** What of a request says for whom it was tapped. */
export function ofCoach({ coachId }: Tap): { coachId?: number } {
  return coachId === undefined ? {} : { coachId };
}

/** What of a request says which session is used. */
export function usageOf({ usageDate, packageId, again = false, attendance }: UseTap): AddUsageDto {
  return {
    usageDate,
    ...(packageId === null ? {} : { packageId }),
    ...(again ? { again } : {}),
    ...(attendance === undefined ? {} : { attendance }),
  };
}

function effectOf(tap: Tap): number {
  if (tap.kind === 'undo') return 1;
  return tap.takenBack ? 0 : -1;
}
