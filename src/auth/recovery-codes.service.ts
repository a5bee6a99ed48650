import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { OnLeaving } from '../http/api-request.js';
import { HashLane } from './hash-lane.service.js';
import { Passwords } from './passwords.service.js';
import type { KnownCode } from './second-factors.repository.js';
import { newRecoveryCodes, shownCode } from './second-factor-rules.js';

const SALT_BYTES = 16;

/** Recovery codes as their person gets them, once, and as they are kept. */
export interface NewCodes {
  readonly shown: readonly string[];
  readonly hashes: readonly string[];
}

/**
 * Makes recovery codes and recognises them. They are kept as passwords are, for 50 bits are tried
 * out within days where a hash is quick. All of one person have one salt: a code that is given is
 * hashed once, and not ten times. They hang on no secret, and outlast a new one.
 */
@Injectable()
export class RecoveryCodes {
  constructor(
    private readonly passwords: Passwords,
    private readonly lane: HashLane,
  ) {}

  /** Makes ten. Throws `sign_in_busy` where too many wait for passwords to be looked at. */
  async make(onLeaving: OnLeaving): Promise<NewCodes> {
    const codes = newRecoveryCodes();
    const salt = randomBytes(SALT_BYTES);
    const hashes: string[] = [];
    // Each at its turn: a sign-in is not to wait for all ten.
    for (const code of codes) {
      hashes.push(await this.lane.run(() => this.passwords.hash(code, salt), onLeaving));
    }
    return { shown: codes.map(shownCode), hashes };
  }

  /** The hash of a code, if it is one of these that nobody has used; asked within the lane. */
  async find(letters: string, known: readonly KnownCode[]): Promise<string | undefined> {
    const [first] = known;
    if (!first) return undefined;
    const hash = await this.passwords.hash(letters, saltOf(first.codeHash));
    return known.find(({ codeHash, isUsed }) => codeHash === hash && !isUsed)?.codeHash;
  }
}

/** The salt in a hash: `$argon2id$v=…$m=…,t=…,p=…$salt$hash`. */
function saltOf(hash: string): Buffer {
  const [, , , , salt = ''] = hash.split('$');
  return Buffer.from(salt, 'base64');
}
