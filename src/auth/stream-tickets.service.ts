import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Cleanup } from '../audit/cleanup.service.js';
import type { Access } from '../http/api-request.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DeviceTokens } from './device-tokens.service.js';
import { StreamTicket } from './stream-ticket.entity.js';
import { StreamTicketsRepository } from './stream-tickets.repository.js';
import { UsersRepository } from './users.repository.js';

const LIFE_SECONDS = 30;

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
    private readonly tickets: StreamTicketsRepository,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
    cleanup: Cleanup,
  ) {
    cleanup.register(StreamTicket);
  }

  /**
   * Makes a ticket; the answer is the only place where it ever stands. Throws `not_signed_in` where
   * PHP keeps the person out since they signed in.
   */
  async issue({ person, endsAt, deviceTokenId }: Access): Promise<IssuedTicket> {
    const ticket = randomBytes(32).toString('base64url');
    await this.unitOfWork.write(async (tx) => {
      const isOut = await this.phpAccounts.isOut(tx);
      const user = await this.users.findById(tx, person.id, isOut);
      if (user?.isOut) throw new Problem('not_signed_in', 'This account is not active any more.');
      const row = {
        tokenHash: hashOf(ticket),
        userId: person.id,
        role: person.role,
        deviceTokenId,
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
    const { userId, role, deviceTokenId, accessEndsAt: endsAt } = row;
    const access = { person: { id: userId, role }, endsAt, deviceTokenId };
    await this.requireOpen(access);
    return access;
  }

  /**
   * Throws `token_expired` or `not_signed_in` where the access has ended, in particular where the
   * device token behind it was revoked or its person has another role by now.
   */
  async requireOpen({ person, endsAt, deviceTokenId }: Access): Promise<void> {
    if (endsAt <= this.clock.now()) {
      throw new Problem('token_expired', 'The access token has expired. Refresh it.');
    }
    if (deviceTokenId === null) return;
    const exp = endsAt.getTime() / 1000;
    const { role } = await this.deviceTokens.holderOf(deviceTokenId, person.id, exp);
    if (role !== person.role) throw new Problem('not_signed_in', 'Your role has changed.');
  }
}

function hashOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}
