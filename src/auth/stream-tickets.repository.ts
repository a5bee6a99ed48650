import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import type { Tx } from '../database/tx.js';
import { StreamTicket } from './stream-ticket.entity.js';

/** Tickets for streams, of which the database has only the hashes. */
@Injectable()
export class StreamTicketsRepository {
  /** Adds a ticket that nobody has used. */
  async add(tx: Tx, ticket: Omit<StreamTicket, 'id'>): Promise<void> {
    await (await tx.entities()).insert(StreamTicket, ticket);
  }

  /** Takes the ticket away, if it still counts: of all who try at once, one gets it. */
  async take(tx: Tx, tokenHash: string, now: Date): Promise<StreamTicket | undefined> {
    const valid = { tokenHash, expiresAt: MoreThan(now) };
    const ticket = await (await tx.entities()).findOneBy(StreamTicket, valid);
    if (!ticket) return undefined;
    const { affected } = await (await tx.entities()).delete(StreamTicket, { id: ticket.id });
    return affected === 1 ? ticket : undefined;
  }
}
