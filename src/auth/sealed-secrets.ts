import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

const CIPHER = 'aes-256-gcm';
/** How what is sealed begins: a later way to seal would begin otherwise. */
const FORM = 'v1:';
const [KEY_BYTES, IV_BYTES, TAG_BYTES] = [32, 12, 16];
/** What sets the key apart from everything else that hangs on the secret. */
const OF_SECRETS = 'second factor secrets';

/** What was sealed, and whether that is to be done anew: its key is the one that retires. */
export interface Opened {
  readonly secret: string;
  readonly isOld: boolean;
}

/**
 * Keeps secrets in the database that the product must read again: sealed by a key that is not
 * there, so that a stolen copy tells none. The key hangs on `JWT_SECRET`.
 */
@Injectable()
export class SealedSecrets {
  private readonly key: Buffer;
  private readonly previous: Buffer | undefined;

  constructor({ jwtSecret, jwtSecretPrevious }: Config) {
    this.key = keyOf(jwtSecret);
    this.previous = jwtSecretPrevious === undefined ? undefined : keyOf(jwtSecretPrevious);
  }

  /** Seals a person's secret; for anybody else it cannot be opened. */
  seal(secret: string, userId: number): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, iv).setAAD(ownerOf(userId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return FORM + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Opens a person's secret; undefined where no key of now does, or somebody has changed it. */
  open(sealed: string, userId: number): Opened | undefined {
    if (!sealed.startsWith(FORM)) return undefined;
    const bytes = Buffer.from(sealed.slice(FORM.length), 'base64url');
    const secret = openedBy(this.key, bytes, userId);
    if (secret !== undefined) return { secret, isOld: false };
    const old = this.previous && openedBy(this.previous, bytes, userId);
    return old === undefined ? undefined : { secret: old, isOld: true };
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', OF_SECRETS, KEY_BYTES));
}

function openedBy(key: Buffer, bytes: Buffer, userId: number): string | undefined {
  const [iv, rest] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES)];
  const [tag, sealed] = [rest.subarray(0, TAG_BYTES), rest.subarray(TAG_BYTES)];
  try {
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(CIPHER, key, iv, options).setAAD(ownerOf(userId));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function ownerOf(userId: number): Buffer {
  return Buffer.from(`user ${userId}`, 'utf8');
}
