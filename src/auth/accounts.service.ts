import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Role } from '../common/actor.js';
import { MAX_ID } from '../common/limits.js';
import { keptForNobody } from '../common/no-mail.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { AccountsRepository, type NewAccount } from './accounts.repository.js';
import { PersonNames } from './person-names.service.js';

/** The name of somebody, and their e-mail address in small letters; members may have none. */
export interface Contact {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
}

const EMAIL_NEEDED = 'email must be given: only members can be without an e-mail address.';

/** Makes accounts, of which each has an e-mail address of its own, or none. */
@Injectable()
export class Accounts {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly names: PersonNames,
  ) {}

  /**
   * Adds an account, approved where PHP asks for that; gives its id. Throws `email_taken`, and
   * `validation_failed` where only members can be without an e-mail address.
   */
  async add(tx: Tx, account: Contact & { role: Role }, passwordHash: string): Promise<number> {
    this.requireEmail(account);
    await this.requireFreeEmail(tx, account.email, 0);
    const kept = keptOf(account);
    const id = await this.accounts.insert(tx, kept, passwordHash);
    this.names.add(tx, { ...kept, id });
    if (await this.phpAccounts.needsApproval(tx)) await this.accounts.approve(tx, id);
    return id;
  }

  /** Writes name and e-mail address of one that there is. */
  async update(tx: Tx, account: Contact & { readonly id: number }): Promise<void> {
    const kept = keptOf(account);
    await this.accounts.update(tx, kept);
    this.names.replace(tx, kept);
  }

  /** Gives somebody another role. */
  async setRole(tx: Tx, id: number, role: Role): Promise<void> {
    await this.accounts.setRole(tx, id, role);
  }

  /** Throws `validation_failed` where somebody who is no member would be without an address. */
  requireEmail({ role, email }: Pick<NewAccount, 'role'> & Pick<Contact, 'email'>): void {
    if (email !== null || role === 'member') return;
    throw validationProblem([fieldError('body', 'email', EMAIL_NEEDED)]);
  }

  /** Throws `email_taken` where anybody but one has it, whatever their role. */
  async requireFreeEmail(tx: Tx, email: string | null, exceptId: number): Promise<void> {
    if (email === null || !(await this.accounts.isEmailTaken(tx, email, exceptId))) return;
    throw new Problem('email_taken', `Somebody else has the e-mail address ${email}.`);
  }
}

/** By a number that no id will ever be: what is kept for an account is known before its id. */
function keptOf<Of extends Contact>(account: Of): Of & { readonly email: string } {
  const email = account.email ?? keptForNobody(randomInt(MAX_ID, 2 ** 47));
  return { ...account, email };
}
