import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Cleanup } from '../audit/cleanup.service.js';
import type { Access } from '../http/api-request.js';
import { roleOfUserType } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { isStillOpen } from './access-rules.js';
import { DeviceTokensRepository } from './device-tokens.repository.js';
import { DeviceTokens } from './device-tokens.service.js';
import { SignInsRepository } from './sign-ins.repository.js';
import { StreamTicket } from './stream-ticket.entity.js';
import { StreamTicketsRepository } from './stream-tickets.repository.js';
import { UsersRepository } from './users.repository.js';

const LIFE_SECONDS = 30;
/** Accesses that one statement asks for. */
const BATCH = 500;

/** What a browser gets to open a stream with. `expiresIn` is in seconds. */
export interface IssuedTicket {
  readonly ticket: string;
  readonly expiresIn: number;
}

/**
 * Tickets that let browsers open a stream: an `EventSource` sends no Authorization header, and an
 * access token in a URL would end up in logs. A ticket works once, within 30 seconds, and grants no
 * more than the access token it was issued for.
 */
@Injectable()
export class StreamTickets {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly deviceTokens: DeviceTokens,
    private readonly devices: DeviceTokensRepository,
    private readonly tickets: StreamTicketsRepository,
    private readonly signIns: SignInsRepository,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
    cleanup: Cleanup,
  ) {
    cleanup.register(StreamTicket);
  }

  /**
   * Makes a ticket; the answer is the only place where it ever stands. Throws `not_signed_in` where
   * the person is gone or signed out since they signed in, has another role, or PHP keeps them out.
   */
  async issue(access: Access): Promise<IssuedTicket> {
    const { person, endsAt, deviceTokenId, signInId } = access;
    const ticket = randomBytes(32).toString('base64url');
    await this.unitOfWork.write(async (tx) => {
      await this.requirePerson(tx, access);
      const row = {
        tokenHash: hashOf(ticket),
        userId: person.id,
        role: person.role,
        deviceTokenId,
        signInId,
        expiresAt: new Date(this.clock.now().getTime() + LIFE_SECONDS * 1000),
        accessEndsAt: endsAt,
      };
      await this.tickets.add(tx, row);
      return { result: undefined };
    });
    return { ticket, expiresIn: LIFE_SECONDS };
  }

  /**
   * The access that a ticket was got with; the ticket is used up. Throws `not_signed_in` where it
   * is none of ours, used or late, and `token_expired` where the access itself has ended since.
   */
  async redeem(ticket: string): Promise<Access> {
    const row = await this.unitOfWork.write(async (tx) => ({
      result: await this.tickets.take(tx, hashOf(ticket), this.clock.now()),
    }));
    if (!row) {
      const detail = 'This ticket is not valid any more. Get another, and use it at once.';
      throw new Problem('not_signed_in', detail);
    }
    const { userId, role, deviceTokenId, signInId, accessEndsAt: endsAt } = row;
    const access = { person: { id: userId, role }, endsAt, deviceTokenId, signInId };
    await this.requireOpen(access);
    return access;
  }

  /**
   * Throws `token_expired` or `not_signed_in` where the access has ended, in particular where the
   * device token or sign-in behind it was ended, or its person is gone, kept out or has another
   * role by now.
   */
  async requireOpen(access: Access): Promise<void> {
    const { person, endsAt, deviceTokenId } = access;
    if (endsAt <= this.clock.now()) {
      throw new Problem('token_expired', 'The access token has expired. Refresh it.');
    }
    if (deviceTokenId === null) {
      await this.unitOfWork.read((tx) => this.requirePerson(tx, access));
      return;
    }
    const exp = endsAt.getTime() / 1000;
    const { role } = await this.deviceTokens.holderOf(deviceTokenId, person.id, exp);
    if (role !== person.role) throw new Problem('not_signed_in', ANOTHER_ROLE);
  }

  /** Those of many accesses that `requireOpen` would refuse, but for their time; read at once. */
  async endedAmong(accesses: readonly Access[]): Promise<Access[]> {
    if (accesses.length === 0) return [];
    return this.unitOfWork.read(async (tx) => {
      const isOut = await this.phpAccounts.isOut(tx);
      const ended: Access[] = [];
      for (let start = 0; start < accesses.length; start += BATCH) {
        const some = accesses.slice(start, start + BATCH);
        const people = [...new Set(some.map(({ person }) => person.id))];
        const tokens = some.flatMap(({ deviceTokenId: id }) => (id === null ? [] : [id]));
        const families = some.flatMap(({ signInId: id }) => (id === null ? [] : [id]));
        const [holders, signIns] = await Promise.all([
          this.devices.findHolders(tx, people, tokens, isOut),
          this.signIns.findOpen(tx, families),
        ]);
        const isOpen = isStillOpen(holders, signIns);
        ended.push(...some.filter((access) => !isOpen(access)));
      }
      return ended;
    });
  }

  private async requirePerson(tx: Tx, { person, signInId }: Access): Promise<void> {
    const isOut = await this.phpAccounts.isOut(tx);
    const [user, open] = await Promise.all([
      this.users.findById(tx, person.id, isOut),
      this.signIns.findOpen(tx, signInId === null ? [] : [signInId]),
    ]);
    if (!user) throw new Problem('not_signed_in', 'This account does not exist any more.');
    if (user.isOut) throw new Problem('not_signed_in', 'This account is not active any more.');
    if (signInId !== null && open.length === 0) throw new Problem('not_signed_in', SIGNED_OUT);
    if (roleOfUserType(user.userTypeId) !== person.role)
      throw new Problem('not_signed_in', ANOTHER_ROLE);
  }
}

const ANOTHER_ROLE = 'Your role has changed.';
const SIGNED_OUT = 'This sign-in has ended. Sign in again.';

function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}
