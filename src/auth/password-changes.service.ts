import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { requireOwnSignIn } from '../audit/confirmation-rules.js';
import { Problem } from '../common/problem.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Access, Client } from '../http/api-request.js';
import { AccountLinks } from './account-links.service.js';
import { HashLane } from './hash-lane.service.js';
import { PasswordCheck } from './password-check.service.js';
import { requireAnother, requireGoodPassword } from './password-rules.js';
import { Passwords } from './passwords.service.js';
import { SignInGuesses } from './sign-in-guesses.service.js';
import { SignIns } from './sign-ins.service.js';
import type { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** The password that somebody has, and the one that they want instead. */
export interface PasswordChange {
  readonly current: string;
  readonly next: string;
}

/** Has people who are signed in change their own password. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly passwordCheck: PasswordCheck,
    private readonly guesses: SignInGuesses,
    private readonly lane: HashLane,
    private readonly signIns: SignIns,
    private readonly links: AccountLinks,
  ) {}

  /**
   * Changes the password of whoever asks. This sign-in goes on, the person's others end, and so do
   * their links. Throws `password_too_weak`, `password_too_long`; as `PasswordCheck.confirm` does
   * for the current one; `forbidden` for a device's token; and `not_signed_in` where somebody else
   * has changed it meanwhile.
   */
  async change(access: Access, { current, next }: PasswordChange, client: Client): Promise<void> {
    const family = requireOwnSignIn(access);
    const { person } = access;
    const before = await this.userOf(person.id);
    requireAnother(next, current);
    requireGoodPassword(next, before, this.passwords.areForPhp);
    const found = await this.passwordCheck.confirm(person.id, current, client);
    const hash = await this.lane.run(() => this.passwords.hashNew(next), client.onLeaving);
    const changed = { action: 'auth.password_changed', actor: person, status: 204 } as const;
    const command = { ...changed, access, origin: client.origin };
    await this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const { tx } = work;
      // Locked first: whether this sign-in has the password of the account is asked behind a lock,
      // and must be asked before there is another one.
      await this.users.lock(tx, person.id);
      if (!(await this.users.replacePassword(tx, before, hash))) throw changedMeanwhile();
      if (found.hasFailures) this.guesses.forgive(tx, found);
      await this.signIns.keepOnly(work, before, { ...before, password: hash }, family);
      this.links.endAllOf(tx, person.id);
      work.did({});
    });
  }

  private async userOf(id: number): Promise<User> {
    const user = await this.unitOfWork.read((tx) => this.users.findById(tx, id));
    if (!user) throw new Problem('not_signed_in', 'This account does not exist any more.');
    return user;
  }
}

function changedMeanwhile(): Problem {
  return new Problem('not_signed_in', 'The password was changed meanwhile. Sign in again.');
}
