import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import type { Locale } from '../common/locales.js';
import { Problem } from '../common/problem.js';
import { AccountStatesRepository } from './account-states.repository.js';
import { type Spoken, UsersRepository } from './users.repository.js';

/** The language that people choose for themselves. */
@Injectable()
export class OwnLanguage {
  constructor(
    private readonly users: UsersRepository,
    private readonly states: AccountStatesRepository,
  ) {}

  /**
   * Chooses a language, or null for none, for the app and for letters; it opens nothing, so no
   * password is asked for. Throws `not_signed_in` where the account is gone.
   */
  async choose(work: AuditedWork, { id, role }: Person, locale: Locale | null): Promise<Spoken> {
    await this.users.lock(work.tx, id);
    const user = await this.users.findById(work.tx, id);
    if (!user) throw new Problem('not_signed_in', 'This account does not exist any more.');
    if (user.locale === locale) {
      work.didNothing();
      return user;
    }
    await this.states.setLocale(work.tx, id, locale);
    work.did({
      ...(role === 'member' ? { memberId: id } : {}),
      before: { userId: id, locale: user.locale },
      after: { userId: id, locale },
    });
    return { ...user, locale };
  }
}
