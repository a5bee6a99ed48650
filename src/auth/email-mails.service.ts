import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { fullNameOf } from '../common/full-name.js';
import { isLocale, type Locale } from '../common/locales.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Draft, Mail, type MailPayload } from '../mail/mail.service.js';
import { AccountLinks } from './account-links.service.js';
import { AccountsRepository } from './accounts.repository.js';
import { EMAIL_LINK_MS, withEmail } from './link-rules.js';
import { LinkTokens } from './link-tokens.service.js';
import { type Spoken, UsersRepository } from './users.repository.js';

/** Whom a mail about an e-mail address is for. */
interface Addressed {
  readonly userId: number;
  readonly email: string;
  /** Of the request, for whom no language is known. */
  readonly locale: Locale | undefined;
}

/** Mails to the e-mail address that somebody wants to have, and to the one that they had. */
@Injectable()
export class EmailMails {
  constructor(
    private readonly tokens: LinkTokens,
    private readonly mail: Mail,
    private readonly unitOfWork: UnitOfWork,
    private readonly links: AccountLinks,
    private readonly users: UsersRepository,
    private readonly accounts: AccountsRepository,
  ) {
    mail.register('change_email', (payload) => this.question(payload));
    mail.register('email_changed', (payload) => this.notice(payload));
  }

  /** Whether anybody is written to at all. */
  reach(): boolean {
    return this.mail.reaches();
  }

  /**
   * Makes the link by which somebody, who is locked, confirms an e-mail address, and has it sent
   * there, unless that `isTooMany`. An older link ends. Whose the address is is not asked here.
   */
  async ask(work: AuditedWork, to: Addressed, isTooMany: boolean): Promise<void> {
    const { userId, email, locale } = to;
    const ref = randomUUID();
    const token = withEmail(this.tokens.of(ref)[0], email);
    await this.links.make(work, userId, 'change_email', EMAIL_LINK_MS, token);
    if (isTooMany) return;
    await this.mail.add(work.tx, 'change_email', { ref, email, locale: locale ?? null });
  }

  /** Has the e-mail address that somebody had until now told that they have another one. */
  async tell({ tx }: AuditedWork, { userId, email, locale }: Addressed): Promise<void> {
    const payload = { ref: randomUUID(), userId, email, locale: locale ?? null };
    await this.mail.add(tx, 'email_changed', payload);
  }

  /** Nothing is sent to an e-mail address that is somebody's: who asked is not told so. */
  private async question({ ref, email: given, locale }: MailPayload): Promise<Draft | undefined> {
    const email = String(given);
    for (const one of this.tokens.toSend(ref)) {
      const token = withEmail(one, email);
      const link = await this.links.lookForEmail(token);
      if (!link) continue;
      const { user } = link;
      const isTaken = await this.unitOfWork.read((tx) =>
        this.accounts.isEmailTaken(tx, email, user.id),
      );
      return isTaken ? undefined : draftOf(user, email, locale, `/app/confirm#${token}`);
    }
    return undefined;
  }

  private async notice({ userId, email, locale }: MailPayload): Promise<Draft | undefined> {
    const user = await this.unitOfWork.read((tx) => this.users.findById(tx, Number(userId)));
    return user && draftOf(user, String(email), locale, '');
  }
}

function draftOf(user: Spoken, address: string, asked: unknown, path: string): Draft {
  return {
    to: { name: fullNameOf(user), address },
    locale: [user.locale, asked].find(isLocale),
    facts: { firstName: user.firstName, path },
  };
}
