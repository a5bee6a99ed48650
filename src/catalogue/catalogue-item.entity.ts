import { Column, Entity } from 'typeorm';
import type { RateType } from '../config/config.js';
import { LONG_ID } from '../database/ids.js';
import type { Activation } from './catalogue-rules.js';

/** What the studio offers for sale: it is archived, and never deleted. */
@Entity('coach_catalogue_item')
export class CatalogueItem {
  @Column(LONG_ID)
  id: number;

  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ name: 'rate_type', type: 'varchar', length: 20 })
  rateType: RateType;

  /** Null where none are counted, or without a limit. */
  @Column({ type: 'integer', nullable: true })
  sessions: number | null;

  /** Studio days, the first one included; null for no end. */
  @Column({ name: 'valid_days', type: 'integer', nullable: true })
  validDays: number | null;

  @Column({ type: 'varchar', length: 20 })
  activation: Activation;

  /** In the smallest unit of the currency. */
  @Column({ name: 'price_minor', type: 'integer' })
  priceMinor: number;

  /** By ISO 4217. */
  @Column({ type: 'varchar', length: 3 })
  currency: string;

  /** With whom alone it is sold; null for every coach. */
  @Column({ name: 'coach_id', type: 'integer', nullable: true })
  coachId: number | null;

  @Column({ name: 'member_can_buy', type: 'smallint', default: 0 })
  memberCanBuy: number;

  /** Its place in the list, from 1. One that is archived has the last it had. */
  @Column({ type: 'integer' })
  position: number;

  @Column({ name: 'archived_at', type: 'datetime', nullable: true })
  archivedAt: Date | null;

  /** Raised by one with each change of it, its place apart. */
  @Column({ type: 'integer', default: 1 })
  version: number;
}
