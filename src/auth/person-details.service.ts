import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Detail } from './person-detail-rules.js';
import { PersonDetailsRepository } from './person-details.repository.js';
import { PersonNames } from './person-names.service.js';

/** What the studio writes down of people beside PHP's table: a phone number and a note. */
@Injectable()
export class PersonDetails {
  constructor(
    private readonly details: PersonDetailsRepository,
    private readonly names: PersonNames,
  ) {}

  /** Writes those of somebody who is locked, and has them found by another phone number. */
  async change(work: AuditedWork, userId: number, was: Detail, is: Detail): Promise<void> {
    const { tx, at: changedAt, actor } = work;
    await this.details.write(tx, { userId, ...is, changedAt, changedBy: actor.id });
    if (was.phone !== is.phone) this.names.replacePhone(tx, userId, is.phone);
  }
}
