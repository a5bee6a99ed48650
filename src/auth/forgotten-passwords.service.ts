import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import { ANONYMOUS } from '../common/actor.js';
import { HOUR_MS } from '../common/durations.js';
import type { Locale } from '../common/locales.js';
import { Problem } from '../common/problem.js';
import { type AttemptLimit, SharedState } from '../processes/shared-state.js';
import { networkOf } from './guess-rules.js';
import { LinkMails } from './link-mails.service.js';

const PER_HOUR = { withinMs: HOUR_MS, refusedForMs: HOUR_MS };
/** Of one network; a whole studio may share it. */
const OF_NETWORK: AttemptLimit = { most: 20, ...PER_HOUR };
/** Of one e-mail address, from wherever: more would only fill a mailbox. */
const OF_ADDRESS: AttemptLimit = { most: 3, ...PER_HOUR };
const NO_MAIL = 'No mail is set up here. Ask the studio for a link that sets a password.';
const COMMAND: Command = { action: 'auth.password_forgotten', actor: ANONYMOUS, status: 202 };

/** Takes the word of whoever has forgotten a password. */
@Injectable()
export class ForgottenPasswords {
  constructor(
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly shared: SharedState,
    private readonly mails: LinkMails,
  ) {}

  /**
   * Has a link sent to an e-mail address, if it is somebody's. Whether it is, is looked up when the
   * mail is to be sent: what happens here is the same for each, and so takes as long. Throws
   * `mail_not_set_up`, and `too_many_attempts` for a network; an address too many is silence.
   */
  async ask(given: string, locale: Locale | undefined, ip: string): Promise<void> {
    if (!this.mails.reach()) throw new Problem('mail_not_set_up', NO_MAIL);
    const email = given.trim().toLowerCase();
    const { isRefused, endsInMs } = await this.count('network', networkOf(ip), OF_NETWORK);
    if (isRefused) {
      const detail = 'Too many links were asked for from here. Try again in an hour.';
      throw new Problem('too_many_attempts', detail, { retryAfter: Math.ceil(endsInMs / 1_000) });
    }
    if ((await this.count('address', email, OF_ADDRESS)).isRefused) return;
    await this.auditedWork.runWithoutIdempotency(COMMAND, async (work) => {
      // The log hears of it from the job, if it finds somebody.
      work.didNothing();
      await this.mails.addReset(work, email, locale);
    });
  }

  private async count(what: string, whose: string, limit: AttemptLimit) {
    return this.shared.countAttempt(`password forgotten ${what} ${whose}`, limit);
  }
}
