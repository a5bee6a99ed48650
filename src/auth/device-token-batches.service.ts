import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { type Person, roleOfUserType, USER_TYPE_IDS } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { DAY_MS } from '../common/durations.js';
import { PhpAccounts } from '../database/php-accounts.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { loggedOf } from './device-token-rules.js';
import { DeviceTokensRepository } from './device-tokens.repository.js';
import { Tokens } from './tokens.service.js';
import { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** For whom: everybody of a role, or people by their ids. */
export type Holders =
  { readonly role: 'staff' | 'coach' | 'member' } | { readonly userIds: readonly number[] };

/** Somebody who may have a device token. */
export type Holder = Pick<User, 'id' | 'email' | 'firstName' | 'lastName'>;

/** What would be made. */
export interface DeviceTokenPlan {
  readonly holders: readonly Holder[];
  /** Those among them who have a token of this label that opens something. */
  readonly served: ReadonlySet<number>;
  /** Ids of nobody, of admins and of people who are out: they can have none. */
  readonly refused: readonly number[];
  /** How many of the role get none because PHP keeps them out. */
  readonly out: number;
}

/** A token that was made a moment ago: the only place where it stands. */
export interface MadeDeviceToken {
  readonly id: number;
  readonly holder: Holder;
  readonly expiresAt: Date;
  readonly token: string;
}

/** Device tokens for many people at once, as an operator makes them in the name of an admin. */
@Injectable()
export class DeviceTokenBatches {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly deviceTokens: DeviceTokensRepository,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly tokens: Tokens,
  ) {}

  /** The admin of an e-mail address; undefined where it is nobody's, another's or not active. */
  async adminOf(email: string): Promise<Person | undefined> {
    const user = await this.unitOfWork.read(async (tx) => {
      const isOut = await this.phpAccounts.isOut(tx);
      return this.users.findByEmail(tx, email.trim().toLowerCase(), isOut);
    });
    const role = user ? roleOfUserType(user.userTypeId) : undefined;
    return user && !user.isOut && role === 'admin' ? { id: user.id, role } : undefined;
  }

  /** Says for whom tokens would be made, and changes nothing. */
  async plan(who: Holders, label: string): Promise<DeviceTokenPlan> {
    return this.unitOfWork.read(async (tx) => {
      const isOut = await this.phpAccounts.isOut(tx);
      const found =
        'role' in who
          ? await this.users.findByType(tx, USER_TYPE_IDS[who.role], isOut)
          : await this.users.findByIds(tx, who.userIds, isOut);
      const people = found.filter(({ userTypeId }) => roleOfUserType(userTypeId) !== 'admin');
      const holders = people.filter((person) => !person.isOut);
      const known = new Set(holders.map(({ id }) => id));
      const refused = 'role' in who ? [] : who.userIds.filter((id) => !known.has(id));
      const living = await this.deviceTokens.findLiving(tx, label, this.clock.now());
      const served = new Set(living.map(({ userId }) => userId).filter((id) => known.has(id)));
      const out = 'role' in who ? people.length - holders.length : 0;
      return { holders, served, refused, out };
    });
  }

  /**
   * Makes a token for each of them, in one transaction with a row in the activity log each, and
   * revokes those of the same label that they have.
   */
  async create(
    admin: Person,
    holders: readonly Holder[],
    { label, lifeDays }: { label: string; lifeDays: number },
  ): Promise<MadeDeviceToken[]> {
    const command = { action: 'device_token.created', actor: admin, status: 201 } as const;
    return this.auditedWork.runWithoutIdempotency(command, async (work) => {
      await this.revokeLiving(work, holders, label);
      const expiresAt = new Date(work.at.getTime() + lifeDays * DAY_MS);
      const made: MadeDeviceToken[] = [];
      for (const holder of holders) {
        const terms = { userId: holder.id, label, createdBy: admin.id };
        const fresh = { ...terms, createdAt: work.at, expiresAt };
        const id = await this.deviceTokens.add(work.tx, fresh);
        work.did({ after: loggedOf({ ...fresh, id, revokedAt: null, revokedBy: null }) });
        const token = this.tokens.signForDevice(id, holder.id, expiresAt);
        made.push({ id, holder, expiresAt, token });
      }
      return made;
    });
  }

  private async revokeLiving(
    work: AuditedWork,
    holders: readonly Holder[],
    label: string,
  ): Promise<void> {
    const ids = holders.map(({ id }) => id);
    for (const row of await this.deviceTokens.findLiving(work.tx, label, work.at, ids)) {
      const revoked = await this.deviceTokens.revoke(work.tx, row.id, work.at, work.actor.id);
      if (revoked) work.did({ action: 'device_token.revoked', before: loggedOf(row) });
    }
  }
}
