import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Cleanup } from '../audit/cleanup.service.js';
import { ANONYMOUS } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AccountLink } from './account-link.entity.js';
import { AccountLinksRepository } from './account-links.repository.js';
import {
  emailBehind,
  type GivenPurpose,
  hashOfLink,
  newLinkToken,
  PASSWORD_LINK_MS,
  type PasswordPurpose,
  setsPassword,
} from './link-rules.js';
import { requireActive } from './password-check.service.js';
import { type FoundAccount, UsersRepository } from './users.repository.js';

/** A link that counts, and whose it is. */
interface LinkOf<Purpose extends GivenPurpose> {
  readonly id: number;
  readonly purpose: Purpose;
  readonly expiresAt: Date;
  readonly user: FoundAccount;
}

/** A link that counts, by which somebody sets a password. */
export type LivingLink = LinkOf<PasswordPurpose>;

/** A link that counts, by which an e-mail address becomes somebody's own. */
export type EmailLink = LinkOf<'change_email'> & { readonly email: string };

const INVALID = 'This link is not valid, or not any more. Ask for a new one.';

/** Links that people get. Who has one is taken for the person that it is for. */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly links: AccountLinksRepository,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
    cleanup: Cleanup,
  ) {
    cleanup.register(AccountLink);
  }

  /**
   * Makes a link for somebody, and gives its token: the answer is the only place where it ever
   * stands, unless the caller has one that can be made again. It can be used for `lifeMs`. An older
   * one for the same purpose ends.
   */
  async make(
    { tx, at, actor }: AuditedWork,
    userId: number,
    purpose: GivenPurpose,
    lifeMs = PASSWORD_LINK_MS,
    token = newLinkToken(),
  ): Promise<string> {
    const expiresAt = new Date(at.getTime() + lifeMs);
    const tokenHash = hashOfLink(token);
    // Two at the same moment: the second waits for the first.
    await this.users.lock(tx, userId);
    await this.links.replace(tx, { userId, purpose, tokenHash, expiresAt, createdBy: actor.id });
    return token;
  }

  /**
   * The link of a token, by which somebody can set a password now. Throws `link_invalid`, the same
   * for one that is unknown, used, too old or for something else; and `account_not_active` for whom
   * PHP keeps out.
   */
  async find(token: string): Promise<LivingLink> {
    const found = await this.look(token);
    if (!found) throw linkInvalid();
    requireActive(found.user);
    return found;
  }

  /** The link of a token, while it counts, whoever it is for. */
  async look(token: string): Promise<LivingLink | undefined> {
    const found = await this.unitOfWork.read((tx) => this.lookUp(tx, hashOfLink(token)));
    return found && isOfPassword(found) ? found : undefined;
  }

  /** As `look`, by which an e-mail address is confirmed; of nobody who may not sign in. */
  async lookForEmail(token: string): Promise<EmailLink | undefined> {
    const found = await this.unitOfWork.read((tx) => this.lookUp(tx, hashOfLink(token)));
    if (found?.purpose !== 'change_email' || found.user.isOut) return undefined;
    return { ...found, purpose: found.purpose, email: emailBehind(token) };
  }

  /** The link that somebody got last for a purpose, until the cleanup takes it: used or not. */
  async last(tx: Tx, userId: number, purpose: PasswordPurpose): Promise<AccountLink | undefined> {
    return this.links.findOf(tx, userId, purpose);
  }

  /** Uses up a link within a work. Throws `link_invalid` where somebody else was faster. */
  async use({ tx, at }: AuditedWork, { id, user }: LivingLink | EmailLink): Promise<void> {
    if (!(await this.links.use(tx, id, at))) throw linkInvalid();
    this.links.endOthers(tx, user.id, id);
  }

  /** Ends those of a person who needs none any more, by the end of `tx`. */
  endAllOf(tx: Tx, userId: number): void {
    this.links.endOthers(tx, userId, null);
  }

  private async lookUp(tx: Tx, tokenHash: string): Promise<LinkOf<GivenPurpose> | undefined> {
    const link = await this.links.find(tx, tokenHash);
    if (link?.usedAt !== null || link.expiresAt <= this.clock.now()) return undefined;
    const { id, purpose, expiresAt, userId } = link;
    if (purpose === 'set_up') return undefined;
    const user = await this.users.findAccount(tx, userId, await this.phpAccounts.isOut(tx));
    return user && { id, purpose, expiresAt, user };
  }
}

function isOfPassword(link: LinkOf<GivenPurpose>): link is LivingLink {
  return setsPassword(link.purpose);
}

/** Logged as nobody's, though the person of a used one is known: that would take longer. */
export function linkInvalid(): Problem {
  return new Problem('link_invalid', INVALID, {}, { actor: ANONYMOUS });
}
