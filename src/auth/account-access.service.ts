import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Role } from '../common/actor.js';
import { AccountLinks } from './account-links.service.js';
import { AccountStatesRepository } from './account-states.repository.js';
import { Accounts } from './accounts.service.js';
import { DeviceTokens } from './device-tokens.service.js';
import { SignIns } from './sign-ins.service.js';
import { UsersRepository } from './users.repository.js';

/** What lets somebody in, as it is ended or changed by the studio, in all processes at once. */
@Injectable()
export class AccountAccess {
  constructor(
    private readonly states: AccountStatesRepository,
    private readonly accounts: Accounts,
    private readonly users: UsersRepository,
    private readonly signIns: SignIns,
    private readonly deviceTokens: DeviceTokens,
    private readonly links: AccountLinks,
  ) {}

  /** Waits until nobody else changes somebody. */
  async lock({ tx }: AuditedWork, userId: number): Promise<void> {
    await this.users.lock(tx, userId);
  }

  /** Lets somebody, who is locked, in no more; all that let them in ends. */
  async switchOff(work: AuditedWork, userId: number): Promise<void> {
    const { tx, at, actor } = work;
    await this.states.setDisabled(tx, userId, { at, by: actor.id }, at);
    await this.endAll(work, userId, 'disabled');
  }

  /**
   * Lets somebody, who is locked, in again, by the password that they had. What let them in before
   * does not: a sign-in may have begun while they were switched off, and has opened nothing.
   */
  async switchOn(work: AuditedWork, userId: number): Promise<void> {
    await this.states.setDisabled(work.tx, userId, null, work.at);
    await this.endAll(work, userId, 'disabled');
  }

  /**
   * Gives somebody, who is locked, another role; their sign-ins go on with it once refreshed. Links
   * end: they may be of somebody who may not invite to that role.
   */
  async setRole({ tx, at }: AuditedWork, userId: number, role: Role): Promise<void> {
    await this.accounts.setRole(tx, userId, role);
    this.links.endAllOf(tx, userId);
    await this.states.touch(tx, userId, at);
  }

  /**
   * Makes sure that somebody, who is locked, may have another e-mail address, and ends what the one
   * of before let in: by an address somebody signs in, and who has none does not. To be called
   * before it is written. Throws `password_needed` and `email_taken`.
   */
  async moveTo(work: AuditedWork, userId: number, email: string | null): Promise<void> {
    if (email === null) {
      await this.signOut(work, userId);
      return;
    }
    work.askPassword();
    await this.accounts.requireFreeEmail(work.tx, email, userId);
    this.links.endAllOf(work.tx, userId);
  }

  /** Sets in which language somebody is written to. */
  async setLocale({ tx }: AuditedWork, userId: number, locale: string | null): Promise<void> {
    await this.states.setLocale(tx, userId, locale);
  }

  /** Makes somebody, who is locked, a coach beside another role, or no longer. */
  async setAlsoCoach({ tx }: AuditedWork, userId: number, isOne: boolean): Promise<void> {
    await this.states.setAlsoCoach(tx, userId, isOne);
  }

  /** Ends sign-ins, device tokens and links of somebody; false where there was neither. */
  async signOut(work: AuditedWork, userId: number): Promise<boolean> {
    const isAny = await this.endAll(work, userId, 'ended');
    if (isAny) await this.states.touch(work.tx, userId, work.at);
    return isAny;
  }

  private async endAll(
    work: AuditedWork,
    userId: number,
    reason: 'disabled' | 'ended',
  ): Promise<boolean> {
    const isAny = await this.signIns.endAllOf(work, userId, reason);
    const tokens = await this.deviceTokens.revokeAllOf(work, userId);
    this.links.endAllOf(work.tx, userId);
    return isAny || tokens > 0;
  }
}
