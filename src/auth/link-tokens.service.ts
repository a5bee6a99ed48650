import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { JobFailure } from '../jobs/job-rules.js';
import { derivedKeysOf, type OfEachSecret } from './jwt-keys.js';

/** What sets the key of these links apart from everything else that hangs on the secret. */
const OF_LINKS = 'links in mails';
const NO_SECRET = 'this process has no JWT_SECRET, on which links in mails hang';

/**
 * The tokens of links in mails. Each hangs on the secret and on the `ref` of its mail: it stands in
 * no job, and a mail that is sent again has the same link.
 */
@Injectable()
export class LinkTokens {
  private readonly keys: OfEachSecret<Buffer>;

  constructor(private readonly config: Config) {
    this.keys = derivedKeysOf(config, OF_LINKS);
  }

  /** By the secret of now, and by the one that retires. */
  of(ref: string): OfEachSecret<string> {
    const tokenBy = (key: Buffer) => createHmac('sha256', key).update(ref).digest('base64url');
    const [current, ...others] = this.keys;
    return [tokenBy(current), ...others.map(tokenBy)];
  }

  /** As `of`, for a mail that is to be sent. Throws a `JobFailure` where there is no secret. */
  toSend(ref: string): OfEachSecret<string> {
    // A command may have none; its mails would all seem to be over.
    if (this.config.jwtSecretSource === 'unknown') throw new JobFailure(NO_SECRET);
    return this.of(ref);
  }
}
