import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import { SchemaState } from '../database/schema-state.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HealthRepository } from './health.repository.js';

/** A database that answers later than this is of no use to a person with a phone in the hand. */
const READY_WITHIN_MS = 1_000;

/** Decides whether requests can be served. */
@Injectable()
export class HealthService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly schema: SchemaState,
    private readonly repository: HealthRepository,
  ) {}

  /** Throws `unavailable` while the database does not answer in time or migrations are missing. */
  async requireReady(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const detail = 'The database does not answer in time.';
      timer = setTimeout(() => reject(notReady(detail)), READY_WITHIN_MS);
    });
    await Promise.race([this.check(), late]).finally(() => clearTimeout(timer));
  }

  private async check(): Promise<void> {
    await this.unitOfWork.read((tx) => this.repository.touch(tx));
    const pending = await this.schema.pendingMigrations();
    if (pending.length > 0) throw notReady('Migrations have not run: npm run migration:run.');
  }
}

function notReady(detail: string): Problem {
  return new Problem('unavailable', detail, { retryAfter: 1 });
}
