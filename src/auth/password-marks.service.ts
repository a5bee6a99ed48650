import { createHash, createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MarkedPasswords } from '../audit/marked-passwords.js';
import { Config } from '../config/config.js';
import { derivedKeysOf, type OfEachSecret } from './jwt-keys.js';
import type { User } from './user.entity.js';

/** What sets the key of the marks apart from everything else that is signed with the secret. */
const OF_PASSWORDS = 'password marks';

type Marked = Pick<User, 'id' | 'password'>;

/**
 * Marks of the password with which somebody signed in: of its stored hash, by a key that hangs on
 * the secret. Whoever changes the password, PHP included, ends the sign-ins without knowing them,
 * and so does a new secret, once the one before is not named any more.
 */
@Injectable()
export class PasswordMarks extends MarkedPasswords {
  private readonly keys: OfEachSecret<Buffer>;

  constructor(config: Config) {
    super();
    this.keys = derivedKeysOf(config, OF_PASSWORDS);
  }

  /** The mark of the password as it is stored, for a sign-in that begins or goes on. */
  of(user: Marked): string {
    return markBy(this.keys[0], user);
  }

  /** All marks that fit the password as it is stored, `of` first. */
  allOf(user: Marked): string[] {
    return [...this.keys.map((key) => markBy(key, user)), markWithoutKey(user)];
  }

  /** Whether the password is the one of the mark. Null is that of a sign-in without one. */
  fits(mark: string | null, user: Marked): boolean {
    return mark === null || this.allOf(user).includes(mark);
  }
}

function markBy(key: Buffer, { id, password }: Marked): string {
  return createHmac('sha256', key).update(`${id}\n${password}`).digest('hex');
}

/** As the migration marked the sign-ins that there were: it knows no secret. */
function markWithoutKey({ password }: Marked): string {
  return `sha256:${createHash('sha256').update(password).digest('hex')}`;
}
