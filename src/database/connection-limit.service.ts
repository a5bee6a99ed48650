import { Inject, Injectable } from '@nestjs/common';
import type { Dialect } from './dialects/dialect.js';
import { DIALECT } from './dialects/dialect.token.js';
import { UnitOfWork } from './unit-of-work.js';

/** How many connections the database lets the product open. */
@Injectable()
export class ConnectionLimit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(DIALECT) private readonly dialect: Dialect,
  ) {}

  /** Null where there is no limit to speak of. Throws `unavailable`. */
  async allowed(): Promise<number | null> {
    const { connectionsAllowed } = this.dialect;
    if (!connectionsAllowed) return null;
    return this.unitOfWork.read((tx) => connectionsAllowed((sql, values) => tx.rows(sql, values)));
  }
}
