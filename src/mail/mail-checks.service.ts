import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import { Problem } from '../common/problem.js';
import { isNobodys } from '../common/recipient-rules.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Access, Origin } from '../http/api-request.js';
import { JobFailure } from '../jobs/job-rules.js';
import { Jobs } from '../jobs/jobs.service.js';
import type { MailDto, TestedMailDto } from './dto/mail.dto.js';
import { Post } from './post.service.js';
import { RecipientsRepository } from './recipients.repository.js';

/** Somebody waits for the answer. */
const TESTED_WITHIN_MS = 15_000;
const NOT_SET_UP = 'No mail is set up: MAIL_URL, MAIL_FROM and PUBLIC_URL do that.';
const NOBODYS = 'Your e-mail address is nobody’s (.invalid, example.com): nothing is sent there.';

/** Tells admins whether mail arrives. */
@Injectable()
export class MailChecks {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly jobs: Jobs,
    private readonly recipients: RecipientsRepository,
    private readonly post: Post,
  ) {}

  /** What is set up, and how the last mails went. */
  async describe(): Promise<MailDto> {
    const { mail } = this.config;
    const { lastKeptAt, inTrouble, waiting, givenUp } = await this.jobs.lookAt('mail');
    return {
      isSetUp: mail !== undefined,
      server: mail ? `${mail.host}:${mail.port}` : null,
      sender: mail?.from.address ?? null,
      lastDeliveredAt: lastKeptAt?.toISOString() ?? null,
      ...{ waiting, givenUp },
      trouble: inTrouble
        ? {
            reason: inTrouble.lastError ?? '',
            nextTryAt: inTrouble.state === 'dead' ? null : inTrouble.dueAt.toISOString(),
          }
        : null,
    };
  }

  /**
   * Sends a mail to whoever asks, and gives the words of the server. Throws `mail_not_set_up`,
   * `mail_to_nobody`, and `mail_not_delivered` with the reason.
   */
  async test(access: Access, origin: Origin): Promise<TestedMailDto> {
    if (!this.config.mail) throw new Problem('mail_not_set_up', NOT_SET_UP);
    const { id } = access.person;
    const to = await this.unitOfWork.read((tx) => this.recipients.addressOf(tx, id));
    if (to === null || isNobodys(to)) throw new Problem('mail_to_nobody', NOBODYS);
    const actor = access.person;
    const command: Command = { action: 'mail.tested', actor, access, origin, status: 200 };
    // Before it goes: whoever may not act any more sends none.
    await this.auditedWork.runWithoutIdempotency(command, (work) => {
      work.did({ after: { userId: id } });
      return Promise.resolve();
    });
    try {
      return { to, answer: await this.post.sendTest(to, TESTED_WITHIN_MS) };
    } catch (error) {
      if (!(error instanceof JobFailure)) throw error;
      throw new Problem('mail_not_delivered', error.message, {}, { cause: error });
    }
  }
}
