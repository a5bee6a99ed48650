import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { SYSTEM } from '../common/actor.js';
import { fieldError, validationProblem } from '../common/problem.js';
import { NO_PASSWORD, PhpAccounts } from '../database/php-accounts.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { AccountLinks } from './account-links.service.js';
import { AccountStatesRepository } from './account-states.repository.js';
import { Accounts } from './accounts.service.js';
import { NewAdminDto } from './dto/set-up.dto.js';
import { personOf, requireActive } from './password-check.service.js';
import type { Owner } from './password-rules.js';
import { UsersRepository } from './users.repository.js';

/** Who becomes an admin, and whether as a coach, too. */
export type NewAdmin = Owner & { readonly alsoCoach: boolean };

/** Makes admins, and links for those who cannot sign in any more, as an operator does it. */
@Injectable()
export class Admins {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly accounts: Accounts,
    private readonly states: AccountStatesRepository,
    private readonly links: AccountLinks,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
  ) {}

  /**
   * Adds an admin who has no password yet; gives the token of the link by which they set one.
   * Throws `validation_failed` and `email_taken`.
   */
  async create(named: NewAdmin): Promise<string> {
    const { email, firstName, lastName, alsoCoach = false } = checked(named);
    const names = { email: email.toLowerCase(), firstName, lastName };
    const command = { action: 'person.created', actor: SYSTEM, status: 201 } as const;
    return this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const userId = await this.accounts.add(work.tx, { role: 'admin', ...names }, NO_PASSWORD);
      if (alsoCoach) await this.states.setAlsoCoach(work.tx, userId, true);
      work.did({ after: { userId, role: 'admin', ...names, ...(alsoCoach && { alsoCoach }) } });
      return this.links.make(work, userId, 'set_password');
    });
  }

  /**
   * Gives the token of a link by which an admin sets another password; undefined where the address
   * is no admin's. What they have goes on until it is used. Throws `account_not_active` for whom
   * PHP keeps out.
   */
  async makeReset(email: string): Promise<string | undefined> {
    const user = await this.unitOfWork.read(async (tx) => {
      const isOut = await this.phpAccounts.isOut(tx);
      return this.users.findByEmail(tx, email.trim().toLowerCase(), isOut);
    });
    if (!user || personOf(user).role !== 'admin') return undefined;
    requireActive(user);
    const command = { action: 'auth.link_made', actor: SYSTEM, status: 201 } as const;
    return this.auditedWork.runWithoutIdempotency(command, async (work) => {
      work.did({ after: { userId: user.id, purpose: 'reset' } });
      return this.links.make(work, user.id, 'reset');
    });
  }
}

/** As they are kept, by the same rules as in requests. */
function checked(named: NewAdmin): NewAdminDto {
  const admin = plainToInstance(NewAdminDto, named);
  const faults = validateSync(admin).flatMap(({ property, constraints = {} }) =>
    Object.values(constraints).map((message) => fieldError('body', property, message)),
  );
  if (faults.length > 0) throw validationProblem(faults);
  return admin;
}
