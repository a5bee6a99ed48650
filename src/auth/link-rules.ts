import { createHash, randomBytes } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '../common/durations.js';

/**
 * What a link is for. `set_password` gives a new account its first password, `reset` another one to
 * whoever lost theirs; `change_email` makes the e-mail address that it was sent to somebody's own.
 * `set_up` is no link that anybody gets: its row is what one of many who set
 * the studio up at the same moment takes.
 */
export type LinkPurpose = 'set_password' | 'reset' | 'change_email' | 'set_up';

/** The purposes of links that somebody gets. */
export type GivenPurpose = Exclude<LinkPurpose, 'set_up'>;

/** The purposes of links by which somebody sets a password. */
export const PASSWORD_PURPOSES = ['set_password', 'reset'] as const satisfies LinkPurpose[];
export type PasswordPurpose = (typeof PASSWORD_PURPOSES)[number];

/** For so long a link by which a password is set can be used. */
export const PASSWORD_LINK_MS = HOUR_MS;
/** An invitation waits for somebody who does not expect it. */
export const INVITATION_MS = 7 * DAY_MS;

/** For so long another e-mail address can be confirmed: its mailbox may be read on the morrow. */
export const EMAIL_LINK_MS = DAY_MS;

/** The longest token that is looked up. */
export const MAX_LINK_TOKEN_LENGTH = 100;
/** The same of one that has an e-mail address behind it. */
export const MAX_EMAIL_TOKEN_LENGTH = 500;

/**
 * Whether a link that was asked for by mail is not to be made (again): the last one of its person
 * is itself, and was used, or was made later than it was asked for.
 * @param asked when that was, and the hashes of the tokens that it may have
 */
export function isOvertaken(
  asked: { readonly hashes: readonly string[]; readonly askedAt: Date },
  last: { readonly tokenHash: string; readonly usedAt: Date | null; readonly expiresAt: Date },
): boolean {
  if (asked.hashes.includes(last.tokenHash)) return last.usedAt !== null;
  return last.expiresAt.getTime() >= asked.askedAt.getTime() + PASSWORD_LINK_MS;
}

/** A token that nobody guesses; it stands in the link, and nowhere else. */
export function newLinkToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * A token with the e-mail address that it confirms. As only the hash of both together is kept, it
 * confirms no other one.
 */
export function withEmail(token: string, email: string): string {
  return `${token}.${Buffer.from(email).toString('base64url')}`;
}

/** The e-mail address behind a token; empty where there is none. */
export function emailBehind(token: string): string {
  return Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
}

/** What the database keeps of a token, so that a stolen copy of it opens nothing. */
export function hashOfLink(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether somebody sets a password by links of this purpose. */
export function setsPassword(purpose: LinkPurpose): purpose is PasswordPurpose {
  return PASSWORD_PURPOSES.some((one) => one === purpose);
}
