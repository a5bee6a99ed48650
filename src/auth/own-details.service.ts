import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { aboutMemberAmong } from '../common/about-member.js';
import type { Person } from '../common/actor.js';
import { emailOf } from '../common/no-mail.js';
import { Problem } from '../common/problem.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AccountStatesRepository } from './account-states.repository.js';
import { Accounts } from './accounts.service.js';
import type { ChangeMeDto, Me } from './dto/own-details.dto.js';
import { type Detail, detailAfter, detailChange } from './person-detail-rules.js';
import { PersonDetailsRepository } from './person-details.repository.js';
import { PersonDetails } from './person-details.service.js';
import { type Spoken, UsersRepository } from './users.repository.js';

/** What people look after themselves, and nobody is let in by. */
const FIELDS = ['firstName', 'lastName', 'locale'] as const;

/** The name, phone number and language that people enter for themselves. */
@Injectable()
export class OwnDetails {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly accounts: Accounts,
    private readonly states: AccountStatesRepository,
    private readonly details: PersonDetails,
    private readonly detailRows: PersonDetailsRepository,
  ) {}

  /** Whoever asks. Throws `not_signed_in` where the account is gone. */
  async read({ id }: Person): Promise<Me> {
    return this.unitOfWork.read(async (tx) => {
      const [user, { phone }] = await this.find(tx, id);
      return { user, phone };
    });
  }

  /**
   * Changes what is given of whoever asks; it opens nothing, so no password is asked for. Throws
   * `not_signed_in` where the account is gone.
   */
  async change(work: AuditedWork, { id }: Person, input: ChangeMeDto): Promise<Me> {
    const { tx } = work;
    await this.users.lock(tx, id);
    const [was, detail] = await this.find(tx, id);
    const is = { ...was, ...nextOf(was, input) };
    // Theirs is the number; what the studio has noted stays, whoever changes what.
    const nextDetail = detailAfter(detail, { phone: input.phone });
    const noted = detailChange(detail, nextDetail);
    const changed = FIELDS.filter((field) => was[field] !== is[field]);
    if (changed.length === 0 && !noted) {
      work.didNothing();
      return { user: was, phone: detail.phone };
    }
    await this.write(work, was, is);
    if (noted) await this.details.change(work, id, detail, nextDetail);
    const of = (user: Spoken) => Object.fromEntries(changed.map((field) => [field, user[field]]));
    work.did({
      ...aboutMemberAmong(was),
      before: { userId: id, ...of(was), ...noted?.before },
      after: { userId: id, ...of(is), ...noted?.after },
    });
    return { user: is, phone: nextDetail.phone };
  }

  private async write(work: AuditedWork, was: Spoken, is: Spoken): Promise<void> {
    const { id, firstName, lastName, locale } = is;
    if (was.firstName !== firstName || was.lastName !== lastName) {
      const email = emailOf(was.email);
      await this.accounts.update(work.tx, { id, firstName, lastName, email });
    }
    if (was.locale !== locale) await this.states.setLocale(work.tx, id, locale);
  }

  private async find(tx: Tx, id: number): Promise<readonly [Spoken, Detail]> {
    const [user, detail] = await Promise.all([
      this.users.findById(tx, id),
      this.detailRows.find(tx, id),
    ]);
    if (!user) throw new Problem('not_signed_in', 'This account does not exist any more.');
    return [user, detail];
  }
}

function nextOf(was: Spoken, input: ChangeMeDto): Pick<Spoken, (typeof FIELDS)[number]> {
  const { firstName = was.firstName, lastName = was.lastName, locale = was.locale } = input;
  return { firstName, lastName, locale };
}
