import { Problem } from '../common/problem.js';
import { coreOf, isKnownPassword } from './known-passwords.js';

/** So many characters a new password has at least; a sign that is shown as one counts as one. */
export const MIN_PASSWORD_LENGTH = 10;
const MAX_PASSWORD_LENGTH = 128;
/** What requests may hold: beyond it nobody looks at it. */
export const MAX_PASSWORD_SENT = 1_000;
/** bcrypt looks at no more. */
const MAX_BCRYPT_BYTES = 72;

/** Whose password it is to be. */
export interface Owner {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/**
 * Throws `password_too_weak` for what is short, widely used, or the person's own name or e-mail
 * address, and `password_too_long` for what is kept by nobody. `isBcrypt` says that PHP reads it.
 */
export function requireGoodPassword(password: string, owner: Owner, isBcrypt: boolean): void {
  const { length } = [...password];
  if (length < MIN_PASSWORD_LENGTH) {
    throw weak(`A password has at least ${MIN_PASSWORD_LENGTH} characters.`);
  }
  if (length > MAX_PASSWORD_LENGTH) {
    throw long(`A password has at most ${MAX_PASSWORD_LENGTH} characters.`);
  }
  if (isBcrypt && Buffer.byteLength(password) > MAX_BCRYPT_BYTES) {
    const why = 'as long as PHP signs people in, too';
    throw long(`A password has at most ${MAX_BCRYPT_BYTES} bytes ${why}. Take a shorter one.`);
  }
  if (isNamedAfter(password, owner)) {
    throw weak('A name or an e-mail address is no password: it is the first that others try.');
  }
  if (isKnownPassword(password)) {
    throw weak('So many people have this password, or one like it, that others try it early.');
  }
}

/** Throws `password_too_weak` where the new password is the one that it is to replace. */
export function requireAnother(next: string, current: string): void {
  if (next === current) throw weak('This is the password that you have. Choose another one.');
}

function isNamedAfter(password: string, { email, firstName, lastName }: Owner): boolean {
  const [local = ''] = email.split('@');
  const names = [email, local, firstName, lastName, firstName + lastName, lastName + firstName];
  const plain = password.trim().toLowerCase();
  const core = coreOf(password);
  return names.some((name) => {
    const lower = name.trim().toLowerCase();
    return lower !== '' && (plain === lower || (core !== '' && core === coreOf(name)));
  });
}

function weak(detail: string): Problem {
  return new Problem('password_too_weak', detail);
}

function long(detail: string): Problem {
  return new Problem('password_too_long', detail);
}
