import type { PackageShape, UsageAnswerDto } from '../api/generated/types.gen.js';

/**
 * Something that a person tapped and that must reach the studio once, also through a dead spot in
 * the basement. It is kept on the device from the tap until there is an answer.
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
  /** How often it was sent without an answer; then nobody knows whether it arrived. */
  readonly tries: number;
  /** Why it was refused; it waits for somebody to read it. */
  readonly refused?: string;
}

/** "Session used", on a day that was fixed when it was tapped. */
export interface UseTap extends AnyTap {
  readonly kind: 'use';
  readonly usageDate: string;
  readonly packageId: number | null;
  readonly reason: string | null;
  /** Taken back while it was under way: undo as soon as it is known to have arrived. */
  readonly takenBack?: boolean;
}

/** "Undo" of a usage that the studio has. */
export interface UndoTap extends AnyTap {
  readonly kind: 'undo';
  readonly usageId: number;
  readonly packageId: number;
  readonly usageDate: string | null;
  readonly reason: string | null;
}

/** What the studio answered to a tap. */
export type TapAnswer = UsageAnswerDto;

/** As many taps a device keeps; a day in a gym has far fewer. */
export const MOST_TAPS = 100;

/** The studio keeps a key for 48 hours. A tap that may have arrived is not sent later than that. */
const KEY_LIVES_MS = 47 * 3_600_000;

/** Whether sending it now could count a session twice: only a person can say what happened. */
export function isTooOld({ tries, at }: Tap, now: number): boolean {
  return tries > 0 && now - at > KEY_LIVES_MS;
}

/** Whether the tap waits to be sent by this person. */
export function isWaiting(tap: Tap, userId: number): boolean {
  return tap.userId === userId && tap.refused === undefined;
}

/** The taps of a member that the studio has not answered. */
export function tapsOf(taps: readonly Tap[], memberId: number): Tap[] {
  return taps.filter((tap) => tap.memberId === memberId && tap.refused === undefined);
}

/** Whether the last tap says that a session is used on this day; undefined where none does. */
export function usedOn(day: string, taps: readonly Tap[]): boolean | undefined {
  const last = taps.findLast(({ usageDate }) => usageDate === day);
  if (!last) return undefined;
  return last.kind === 'use' && last.takenBack !== true;
}

/**
 * How a package will look once the taps have arrived. A use without a package comes off the one
 * that the list shows first, in which order the studio uses them.
 */
export function withTaps(packages: readonly PackageShape[], taps: readonly Tap[]): PackageShape[] {
  return taps.reduce<PackageShape[]>(
    (list, tap) => {
      if (tap.kind === 'use' && tap.takenBack) return list;
      const index = list.findIndex((one) => isMeant(one, tap));
      return list.map((one, at) => (at === index ? changedBy(one, tap) : one));
    },
    [...packages],
  );
}

function isMeant({ id, state, remaining }: PackageShape, tap: Tap): boolean {
  if (tap.packageId !== null) return id === tap.packageId;
  return state === 'active' && remaining !== null && remaining > 0;
}

function changedBy(one: PackageShape, { kind }: Tap): PackageShape {
  if (one.remaining === null) return one;
  return { ...one, remaining: Math.max(0, one.remaining + (kind === 'use' ? -1 : 1)) };
}
