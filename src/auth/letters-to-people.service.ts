import { Injectable } from '@nestjs/common';
import { fullNameOf } from '../common/full-name.js';
import { isLocale } from '../common/locales.js';
import { emailOf } from '../common/no-mail.js';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Draft, Mail } from '../mail/mail.service.js';
import { AccountStatesRepository } from './account-states.repository.js';
import { BouncedEmails } from './bounced-emails.service.js';
import type { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

const NO_MAIL = 'No mail is set up here: print or share it instead.';
const NOBODYS = 'Nobody reads the e-mail address of this person, or there is none.';

/** Letters to people by the e-mail address that they have. */
@Injectable()
export class LettersToPeople {
  constructor(
    private readonly mail: Mail,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly states: AccountStatesRepository,
    private readonly bounced: BouncedEmails,
  ) {}

  /** Where somebody is written to. Throws `mail_not_set_up` or `mail_to_nobody`. */
  async addressOf(tx: Tx, userId: number): Promise<string> {
    if (!this.mail.reaches()) throw new Problem('mail_not_set_up', NO_MAIL);
    const user = await this.users.findById(tx, userId);
    const address = user && emailOf(user.email.trim());
    if (!address || !this.mail.reaches(address)) throw new Problem('mail_to_nobody', NOBODYS);
    return address;
  }

  /**
   * A letter to somebody, in the language that they have, or else in the one that was `asked` for.
   * The e-mail address is marked where it comes back, and no more once it arrives.
   */
  async draft(
    user: User,
    asked: unknown,
    facts: Omit<Draft['facts'], 'firstName'>,
  ): Promise<Draft> {
    const { id, firstName } = user;
    const known = await this.unitOfWork.read((tx) => this.states.findWrittenTo(tx, id));
    const to = { name: fullNameOf(user), address: user.email.trim() };
    const arrives = { whenDelivered: (tx: Tx) => this.states.setBounced(tx, id, null) };
    return {
      to,
      locale: [known.locale, asked].find(isLocale),
      facts: { firstName, ...facts },
      whenBounced: () => this.bounced.mark(user, to.address),
      ...(known.bouncedEmail === null ? {} : arrives),
    };
  }

  /** As `draft`, to whoever has this id; undefined where nobody has an address any more. */
  async draftTo(
    userId: number,
    facts: Omit<Draft['facts'], 'firstName'>,
  ): Promise<Draft | undefined> {
    const user = await this.unitOfWork.read((tx) => this.users.findById(tx, userId));
    const isReached = user !== undefined && emailOf(user.email.trim()) !== null;
    return isReached ? this.draft(user, undefined, facts) : undefined;
  }
}
