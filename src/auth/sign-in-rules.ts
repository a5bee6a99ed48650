/** Why a sign-in has ended before its time. `restored` is written when a copy is put back. */
export type EndedReason =
  | 'signed_out'
  | 'ended'
  | 'reused'
  | 'password_changed'
  | 'second_factor'
  | 'disabled'
  | 'operator'
  | 'restored';

/** Of more sign-ins at once the log and the list tell no details. */
export const MOST_LISTED = 100;

/** With so many earlier sign-ins one that begins is compared. */
export const MOST_COMPARED = 100;

/** What the activity log keeps of sign-ins that were ended: whose, how many, and which. */
export function loggedEnding(userId: number, families: readonly string[]): object {
  return { userId, count: families.length, signInIds: families.slice(0, MOST_LISTED) };
}

/** When a sign-in that is used now ends unless it is used again: its absolute end comes first. */
export function expiryOf(at: Date, lifeMs: number, endsAt: Date): Date {
  return new Date(Math.min(at.getTime() + lifeMs, endsAt.getTime()));
}

/** Whether a sign-in began with a code besides the password, or one was given within it. */
export function hadSecondFactor(signIn: { readonly secondFactor: number } | undefined): boolean {
  return signIn?.secondFactor === 1;
}
