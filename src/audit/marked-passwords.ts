/** What an account has of its person's password. */
export interface StoredPassword {
  readonly id: number;
  /** The hash. */
  readonly password: string;
}

/**
 * What a change needs to know of passwords: whether a sign-in began with the one that the account
 * has. Sign-in, which owns the marks, provides it; the log cannot import it.
 */
export abstract class MarkedPasswords {
  /** Whether the password is the one of the mark. Null is that of a sign-in without one. */
  abstract fits(mark: string | null, user: StoredPassword): boolean;
}
