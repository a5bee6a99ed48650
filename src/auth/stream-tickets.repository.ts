import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import type { Tx } from '../database/tx.js';
import { StreamTicket } from './stream-ticket.entity.js';

/** Tickets for streams, of which the database has only the hashes. */
@Injectable()
export class StreamTicketsRepository {
  /** Adds a ticket that nobody has used. */
  async add(tx: Tx, ticket: Omit<StreamTicket, 'id'>): Promise<void> {
    await tx.manager.insert(StreamTicket, ticket);
  }

  /** Takes the ticket away, if it still counts: of all who try at once, one gets it. */
  async take(tx: Tx, tokenHash: string, now: Date): Promise<StreamTicket | undefined> {
    const valid = { tokenHash, expiresAt: MoreThan(now) };
    const ticket = await tx.manager.findOneBy(StreamTicket, valid);
    if (!ticket) return undefined;
    const { affected } = await tx.manager.delete(StreamTicket, { id: ticket.id });
    return affected === 1 ? ticket : undefined;
  }

  /** Removes up to `limit` tickets whose time is over, and says how many. */
  async removeExpired(tx: Tx, now: Date, limit: number): Promise<number> {
    const expired = await tx.manager.find(StreamTicket, {
      select: { id: true },
      where: { expiresAt: LessThan(now) },
      order: { expiresAt: 'ASC' },
      take: limit,
    });
    if (expired.length === 0) return 0;
    const ids = expired.map((ticket) => ticket.id);
    await tx.manager.delete(StreamTicket, { id: In(ids) });
    return ids.length;
  }
}
