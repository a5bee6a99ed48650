import { Injectable } from '@nestjs/common';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';

/** argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes, one lane. */
const ARGON2 = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Checks passwords against hashes of ours and of the legacy system. */
@Injectable()
export class Passwords {
  /** Checked where there is no such account, so that this takes as long as a wrong password. */
  private readonly nobodys = hash('a password that nobody has', ARGON2);

  /** The argon2id hash to be stored, with a salt of its own. */
  async hash(password: string): Promise<string> {
    return hash(password, ARGON2);
  }

  /** Whether the password fits; `stored` is undefined where there is no such account. */
  async fits(password: string, stored: string | undefined): Promise<boolean> {
    if (stored !== undefined && this.isLegacy(stored)) {
      // PHP writes the prefix $2y$ for what others call $2b$.
      return verifyBcrypt(password, stored.replace(/^\$2y\$/, '$2b$'));
    }
    const isHash = stored?.startsWith('$argon2') ?? false;
    const hashed = isHash && stored ? stored : await this.nobodys;
    // A damaged hash fits no password.
    const fits = await verify(hashed, password).catch(() => false);
    return isHash && fits;
  }

  /** Whether PHP made the hash, with bcrypt. */
  isLegacy(stored: string): boolean {
    return /^\$2[aby]\$/.test(stored);
  }
}
