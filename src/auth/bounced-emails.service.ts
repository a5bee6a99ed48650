import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import { aboutMemberAmong } from '../common/about-member.js';
import { SYSTEM } from '../common/actor.js';
import { AccountStatesRepository } from './account-states.repository.js';
import type { User } from './user.entity.js';

const BOUNCED: Command = { action: 'mail.bounced', actor: SYSTEM, status: 200 };

/** Marks e-mail addresses to which mail comes back, until it arrives or there is another one. */
@Injectable()
export class BouncedEmails {
  constructor(
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly states: AccountStatesRepository,
  ) {}

  /** Writes down, and into the log, that mail to somebody came back: once for an address. */
  async mark(user: Pick<User, 'id' | 'userTypeId'>, address: string): Promise<void> {
    const email = address.toLowerCase();
    const { id } = user;
    await this.auditedWork.runWithoutIdempotency(
      BOUNCED,
      async (work) => {
        const { bouncedEmail } = await this.states.findWrittenTo(work.tx, id);
        if (bouncedEmail === email) {
          work.didNothing();
          return;
        }
        await this.states.setBounced(work.tx, id, { email, at: work.at });
        work.did({ ...aboutMemberAmong(user), after: { userId: id, email } });
      },
      // Done twice, it finds what it has done.
      { replayable: true },
    );
  }
}
