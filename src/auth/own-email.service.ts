import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { aboutMemberAmong } from '../common/about-member.js';
import { HOUR_MS } from '../common/durations.js';
import type { Locale } from '../common/locales.js';
import { emailOf } from '../common/no-mail.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import type { Access, Origin } from '../http/api-request.js';
import { type AttemptLimit, SharedState } from '../processes/shared-state.js';
import { AccountAccess } from './account-access.service.js';
import { AccountLinks, type EmailLink, linkInvalid } from './account-links.service.js';
import { Accounts } from './accounts.service.js';
import { EmailMails } from './email-mails.service.js';
import { personOf } from './password-check.service.js';
import { type Spoken, UsersRepository } from './users.repository.js';

/** Where a request comes from, and the language that it asks for, if we write it. */
interface From {
  readonly origin: Origin;
  readonly locale: Locale | undefined;
}

/** Whose an e-mail address is now. */
export interface Moved {
  readonly userId: number;
  readonly email: string;
}

/** Of one person, and of one e-mail address: more would only fill a mailbox. */
const LIMIT: AttemptLimit = { most: 3, withinMs: HOUR_MS, refusedForMs: HOUR_MS };
const NO_MAIL = 'No mail is set up here. Ask the studio to enter the other e-mail address.';
const TOO_MANY = 'Too many links were asked for. Try again in an hour.';
const OWN = 'email is yours already.';

/** Another e-mail address, as people choose it for themselves: by a link that is sent there. */
@Injectable()
export class OwnEmail {
  constructor(
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly shared: SharedState,
    private readonly users: UsersRepository,
    private readonly accounts: Accounts,
    private readonly access: AccountAccess,
    private readonly links: AccountLinks,
    private readonly mails: EmailMails,
  ) {}

  /**
   * Has a link sent to the e-mail address that whoever asks wants to have; an older one ends.
   * Whether it is anybody's is looked up when the mail is to be sent: nobody learns here whose
   * addresses there are. Throws `mail_not_set_up`, `password_needed`, `too_many_attempts` for a
   * person, and `validation_failed` for their own; an e-mail address too many is silence.
   */
  async ask(access: Access, given: string, { origin, locale }: From): Promise<void> {
    if (!this.mails.reach()) throw new Problem('mail_not_set_up', NO_MAIL);
    const { person } = access;
    const email = given.toLowerCase();
    const actor = { actor: person, access, origin };
    const command: Command = { action: 'auth.email_asked', ...actor, status: 202 };
    const count = this.counting(person.id, email);
    await this.auditedWork.runWithoutIdempotency(command, async (work) => {
      // Locked first: whether the password was given is asked behind it, and counts nothing.
      await this.access.lock(work, person.id);
      const user = await this.find(work.tx, person.id);
      if (emailOf(user.email)?.toLowerCase() === email) {
        throw validationProblem([fieldError('body', 'email', OWN)]);
      }
      const isTooMany = await count();
      await this.mails.ask(work, { userId: person.id, email, locale }, isTooMany);
      work.did({ ...aboutMemberAmong(user), after: { userId: person.id } });
    });
  }

  /**
   * Makes an e-mail address that of whoever was sent the link, and tells the one of before. Their
   * sign-ins go on, their links end. Throws `link_invalid`, the same for a link that is unknown,
   * used, too old or for something else, and for an e-mail address that is taken meanwhile.
   */
  async confirm(token: string, { origin, locale }: From): Promise<Moved> {
    const link = await this.links.lookForEmail(token);
    if (!link) throw linkInvalid();
    const { id, email } = { id: link.user.id, email: link.email };
    const command = { action: 'person.changed', actor: personOf(link.user), origin } as const;
    await this.auditedWork.runWithoutIdempotency({ ...command, status: 200 }, async (work) => {
      await this.access.lock(work, id);
      const before = await this.move(work, link);
      if (before !== null) await this.mails.tell(work, { userId: id, email: before, locale });
    });
    return { userId: id, email };
  }

  /** Gives the e-mail address of before, if there was one. */
  private async move(work: AuditedWork, link: EmailLink): Promise<string | null> {
    const { email, user } = link;
    await this.links.use(work, link);
    const was = await this.find(work.tx, user.id);
    await this.access.moveTo(work, was.id, email).catch((error: unknown) => {
      throw error instanceof Problem && error.code === 'email_taken' ? linkInvalid() : error;
    });
    const { id: userId, firstName, lastName } = was;
    await this.accounts.update(work.tx, { id: userId, firstName, lastName, email });
    const before = emailOf(was.email);
    work.did({
      ...aboutMemberAmong(was),
      before: { userId, email: before },
      after: { userId, email },
    });
    return before;
  }

  /** Counts once, however often the work is tried; says whether it is silence for the address. */
  private counting(userId: number, email: string): () => Promise<boolean> {
    let counted: Promise<boolean> | undefined;
    const count = async () => {
      const ofPerson = await this.shared.countAttempt(`email asked person ${userId}`, LIMIT);
      if (ofPerson.isRefused) {
        const retryAfter = Math.ceil(ofPerson.endsInMs / 1_000);
        throw new Problem('too_many_attempts', TOO_MANY, { retryAfter });
      }
      return (await this.shared.countAttempt(`email asked address ${email}`, LIMIT)).isRefused;
    };
    return async () => (counted ??= count());
  }

  private async find(tx: Tx, id: number): Promise<Spoken> {
    const user = await this.users.findById(tx, id);
    if (!user) throw new Problem('not_signed_in', 'This account does not exist any more.');
    return user;
  }
}
