import { Injectable } from '@nestjs/common';
import type { Role } from '../common/actor.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { AccountsRepository, type NewAccount } from './accounts.repository.js';
import { PersonNames } from './person-names.service.js';

/** Makes accounts, of which each has an e-mail address of its own. */
@Injectable()
export class Accounts {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly names: PersonNames,
  ) {}

  /** Adds an account, approved where PHP asks for that; gives its id. Throws `email_taken`. */
  async add(tx: Tx, account: NewAccount, passwordHash: string): Promise<number> {
    await this.requireFreeEmail(tx, account.email, 0);
    const id = await this.accounts.insert(tx, account, passwordHash);
    this.names.add(tx, { ...account, id });
    if (await this.phpAccounts.needsApproval(tx)) await this.accounts.approve(tx, id);
    return id;
  }

  /** Writes name and e-mail address of one that there is. */
  async update(tx: Tx, account: Omit<NewAccount, 'role'> & { readonly id: number }): Promise<void> {
    await this.accounts.update(tx, account);
    this.names.replace(tx, account);
  }

  /** Gives somebody another role. */
  async setRole(tx: Tx, id: number, role: Role): Promise<void> {
    await this.accounts.setRole(tx, id, role);
  }

  /** Throws `email_taken` where anybody but one has it, whatever their role. */
  async requireFreeEmail(tx: Tx, email: string, exceptId: number): Promise<void> {
    if (!(await this.accounts.isEmailTaken(tx, email, exceptId))) return;
    throw new Problem('email_taken', `Somebody else has the e-mail address ${email}.`);
  }
}
