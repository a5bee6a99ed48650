/** The longest code of a reason, in characters. */
export const MAX_REASON_CODE_LENGTH = 32;

/** What the code of a reason looks like. */
export const REASON_CODE = /^[a-z][a-z0-9_]{1,31}$/;

/** Why something was changed: one of the studio's reasons by its code, own words, or both. */
export interface Why {
  readonly reason: string | null;
  readonly reasonCode: string | null;
}
