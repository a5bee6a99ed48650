import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { roleOfUserType } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { MINUTE_MS } from '../common/durations.js';
import { Problem } from '../common/problem.js';
import { RepeatedLook } from '../common/repeated-look.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Access } from '../http/api-request.js';
import { type ChangedAccount, AccountStatesRepository } from './account-states.repository.js';

/** Longer than any access token lives: what was changed before is in all that there are. */
const CHANGED_WITHIN_MS = 70 * MINUTE_MS;

/**
 * Whose access was changed lately, for what is believed without asking the database: the access
 * tokens by which people read. Each process that serves looks every three seconds, at a few rows;
 * no request asks. Changes ask by themselves, behind their locks.
 */
@Injectable()
export class ChangedAccounts implements OnModuleDestroy {
  private readonly look = new RepeatedLook(
    async () => this.readNow(),
    new Logger(ChangedAccounts.name),
    'whose access was changed',
  );
  private people = new Map<number, ChangedAccount>();
  private endedSignIns = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountStatesRepository,
  ) {}

  /** From here on this process looks, at once and again and again. Never throws. */
  async begin(): Promise<void> {
    await this.look.begin();
  }

  /** Reads who was changed. Throws where the database does not answer. */
  async readNow(): Promise<void> {
    const since = new Date(this.clock.now().getTime() - CHANGED_WITHIN_MS);
    const [people, ended] = await this.unitOfWork.read((tx) =>
      Promise.all([this.accounts.findChanged(tx, since), this.accounts.findEnded(tx, since)]),
    );
    this.people = new Map(people.map((one) => [one.userId, one]));
    this.endedSignIns = new Set(ended);
  }

  /**
   * Lets an access through, or throws `not_signed_in` where its person was switched off, has
   * another role or was signed out within the last hour.
   */
  require({ person, signInId, deviceTokenId }: Access): void {
    // For the token of a device the database was asked.
    const found = deviceTokenId === null ? this.people.get(person.id) : undefined;
    if (!found) return;
    if (found.isDisabled) {
      throw new Problem('not_signed_in', 'This account is not active any more. Ask the studio.');
    }
    if (roleOfUserType(found.userTypeId) !== person.role) {
      throw new Problem('not_signed_in', 'Your role has changed. Refresh the access token.');
    }
    if (signInId !== null && this.endedSignIns.has(signInId)) {
      throw new Problem('not_signed_in', 'This sign-in has ended. Sign in again.');
    }
  }

  onModuleDestroy(): void {
    this.look.end();
  }
}
