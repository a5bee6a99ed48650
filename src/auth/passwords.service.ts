import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Algorithm, hash, verify as verifyArgon2 } from '@node-rs/argon2';
import { hash as hashBcrypt, verify as verifyBcrypt } from '@node-rs/bcrypt';
import { Config } from '../config/config.js';

/** Checks passwords against hashes of ours and of the legacy system. */
@Injectable()
export class Passwords {
  private dummyHashes?: Promise<{ argon2: string; bcrypt: string }>;

  constructor(private readonly config: Config) {}

  /** The argon2id hash to be stored, with a salt of its own unless one is given. */
  async hash(password: string, salt?: Buffer): Promise<string> {
    const how = { algorithm: Algorithm.Argon2id, ...this.config.hashCosts.argon2 };
    return hash(password, salt === undefined ? how : { ...how, salt });
  }

  /** Whether PHP signs people in, too, and must be able to read what new passwords are kept as. */
  get areForPhp(): boolean {
    return !this.config.rehashLegacyPasswords;
  }

  /** The hash of a new password, of the kind that everybody reads who signs people in. */
  async hashNew(password: string): Promise<string> {
    if (!this.areForPhp) return this.hash(password);
    const made = await hashBcrypt(password, this.config.hashCosts.bcrypt);
    // As PHP calls what others call $2b$.
    return made.replace(/^\$2b\$/, () => '$2y$');
  }

  /**
   * Whether the password is right; `stored` is undefined where there is no such account. Always
   * verifies one hash of each kind, so that the time does not reveal whether an account exists.
   */
  async verify(password: string, stored = ''): Promise<boolean> {
    const dummy = await (this.dummyHashes ??= this.makeDummyHashes());
    const isOurs = stored.startsWith('$argon2');
    const isLegacy = this.isLegacy(stored);
    // PHP writes the prefix $2y$ for what others call $2b$.
    const bcrypt = isLegacy ? stored.replace(/^\$2y\$/, '$2b$') : dummy.bcrypt;
    // Both reject malformed hashes.
    const fitsOurs = await verifyArgon2(isOurs ? stored : dummy.argon2, password).catch(
      () => false,
    );
    const fitsLegacy = await verifyBcrypt(password, bcrypt).catch(() => false);
    return (isOurs && fitsOurs) || (isLegacy && fitsLegacy);
  }

  /** Whether PHP made the hash, with bcrypt. */
  isLegacy(stored: string): boolean {
    return /^\$2[aby]\$/.test(stored);
  }

  private async makeDummyHashes(): Promise<{ argon2: string; bcrypt: string }> {
    const password = randomUUID();
    return {
      argon2: await this.hash(password),
      bcrypt: await hashBcrypt(password, this.config.hashCosts.bcrypt),
    };
  }
}
