import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { ANONYMOUS } from '../common/actor.js';
import type { Locale } from '../common/locales.js';
import { PhpAccounts } from '../database/php-accounts.js';
import { type Draft, Mail, type MailPayload } from '../mail/mail.service.js';
import { AccountLinks, type LivingLink } from './account-links.service.js';
import { LettersToPeople } from './letters-to-people.service.js';
import { hashOfLink, INVITATION_MS, isOvertaken } from './link-rules.js';
import { LinkTokens } from './link-tokens.service.js';
import { UsersRepository } from './users.repository.js';

const FORGOTTEN: Command = { action: 'auth.password_forgotten', actor: ANONYMOUS, status: 202 };

/** How somebody gets a link; `link` is where the answer is the only place for it. */
export interface Invited {
  readonly isMailed: boolean;
  readonly link: string | null;
  readonly expiresAt: string;
}

/** What somebody asked for who has forgotten the password. */
interface Forgotten {
  readonly ref: string;
  readonly email: string;
  readonly askedAt: Date;
}

/** Mails with links by which somebody sets a password. */
@Injectable()
export class LinkMails {
  constructor(
    private readonly tokens: LinkTokens,
    private readonly mail: Mail,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly links: AccountLinks,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly letters: LettersToPeople,
  ) {
    mail.register('invitation', (payload) => this.invitation(payload));
    mail.register('reset', (payload) => this.reset(payload));
  }

  /** Whether somebody is written to at all, and by this e-mail address, if one is given. */
  reach(email?: string): boolean {
    return this.mail.reaches(email);
  }

  /** Has somebody invited by mail, with a link that lives from now on. An older one ends. */
  async addInvitation(work: AuditedWork, userId: number, locale?: Locale): Promise<void> {
    const ref = randomUUID();
    await this.links.make(work, userId, 'set_password', INVITATION_MS, this.tokens.of(ref)[0]);
    await this.mail.add(work.tx, 'invitation', { ref, userId, locale: locale ?? null });
  }

  /**
   * Sends somebody who has been added, or is locked, a link by which they set a password; gives it,
   * where no mail is set up or the e-mail address is nobody's. An older link ends.
   */
  async invite(
    work: AuditedWork,
    { id, email }: { readonly id: number; readonly email: string },
    locale: Locale | undefined,
  ): Promise<Invited> {
    const expiresAt = new Date(work.at.getTime() + INVITATION_MS).toISOString();
    if (this.reach(email)) {
      await this.addInvitation(work, id, locale);
      return { isMailed: true, link: null, expiresAt };
    }
    const token = await this.links.make(work, id, 'set_password', INVITATION_MS);
    return { isMailed: false, link: `/app/welcome#${token}`, expiresAt };
  }

  /** Has whoever has this e-mail address sent a link for another password, if anybody has it. */
  async addReset({ tx, at }: AuditedWork, email: string, locale?: Locale): Promise<void> {
    const askedAt = at.toISOString();
    await this.mail.add(tx, 'reset', { ref: randomUUID(), email, locale: locale ?? null, askedAt });
  }

  private async invitation({ ref, locale }: MailPayload): Promise<Draft | undefined> {
    // Whatever ended it meanwhile ended the invitation: a newer one, its use, another address.
    return this.draftOf(await this.living(ref), locale);
  }

  private async reset({ ref, email, locale, askedAt }: MailPayload): Promise<Draft | undefined> {
    const asked = { ref, email: String(email), askedAt: new Date(String(askedAt)) };
    const made = await this.living(ref);
    if (made) return this.draftOf(made, locale);
    return (await this.make(asked)) ? this.draftOf(await this.living(ref), locale) : undefined;
  }

  /**
   * Makes the link that somebody asked for, unless that was nobody, who may not sign in, or who has
   * used it or got a later one meanwhile. Says whether it did, and so does the activity log.
   */
  private async make({ ref, email, askedAt }: Forgotten): Promise<boolean> {
    return this.auditedWork.runWithoutIdempotency(FORGOTTEN, async (work) => {
      const { tx } = work;
      const user = await this.users.findByEmail(tx, email, await this.phpAccounts.isOut(tx));
      work.didNothing();
      if (!user || user.isOut) return false;
      await this.users.lock(tx, user.id);
      const hashes = this.tokens.of(ref).map(hashOfLink);
      const last = await this.links.last(tx, user.id, 'reset');
      if (last && isOvertaken({ hashes, askedAt }, last)) return false;
      await this.links.make(work, user.id, 'reset', undefined, this.tokens.of(ref)[0]);
      work.did({ after: { userId: user.id } });
      return true;
    });
  }

  /** The link of a mail, and its token, while somebody can use it. */
  private async living(ref: string): Promise<(LivingLink & { token: string }) | undefined> {
    for (const token of this.tokens.toSend(ref)) {
      const link = await this.links.look(token);
      if (link && !link.user.isOut) return { ...link, token };
    }
    return undefined;
  }

  private async draftOf(
    link: (LivingLink & { token: string }) | undefined,
    asked: unknown,
  ): Promise<Draft | undefined> {
    if (!link) return undefined;
    return this.letters.draft(link.user, asked, { path: `/app/welcome#${link.token}` });
  }
}
