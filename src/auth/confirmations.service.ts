import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { confirmedUntil, requireOwnSignIn } from '../audit/confirmation-rules.js';
import type { Access, Client } from '../http/api-request.js';
import { PasswordCheck } from './password-check.service.js';
import { SignInGuesses } from './sign-in-guesses.service.js';
import { SignIns } from './sign-ins.service.js';

/** Has people who are signed in give their password once more. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly passwordCheck: PasswordCheck,
    private readonly guesses: SignInGuesses,
    private readonly signIns: SignIns,
  ) {}

  /**
   * Notes that the person of a sign-in has just given the password, and gives the instant until
   * which nothing asks for it. Throws as `PasswordCheck.confirm` does; `forbidden` for a device's
   * token, and `not_signed_in` where the sign-in has ended or the password has changed meanwhile.
   */
  async confirm(access: Access, password: string, client: Client): Promise<Date> {
    const family = requireOwnSignIn(access);
    const { person } = access;
    const found = await this.passwordCheck.confirm(person.id, password, client);
    const confirmed = { action: 'auth.confirmed', actor: person, status: 200 } as const;
    const command = { ...confirmed, access, origin: client.origin };
    return this.auditedWork.runWithoutIdempotency(command, async (work) => {
      if (found.hasFailures) this.guesses.forgive(work.tx, found);
      await this.signIns.confirm(work, family);
      work.did({});
      return confirmedUntil(work.at);
    });
  }
}
