import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
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
}
