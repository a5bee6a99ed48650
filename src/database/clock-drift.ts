import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { Dialect } from './dialects/dialect.js';
import { DIALECT } from './dialects/dialect.token.js';
import { UnitOfWork } from './unit-of-work.js';

/** Compares the clock of this process with that of the database, and so with those of others. */
@Injectable()
export class ClockDrift {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    @Inject(DIALECT) private readonly dialect: Dialect,
  ) {}

  /**
   * By how many seconds at least this process is ahead of the database (negative: behind); 0 where
   * they have one clock. What the question took is taken for no difference.
   */
  async seconds(): Promise<number> {
    const { epochSeconds } = this.dialect;
    if (epochSeconds === undefined) return 0;
    const beforeMs = this.clock.now().getTime();
    const row = await this.unitOfWork.read((tx) => tx.row<{ now: string | number }>(epochSeconds));
    const afterMs = this.clock.now().getTime();
    const theirsMs = Number(row?.now) * 1_000;
    if (beforeMs > theirsMs) return (beforeMs - theirsMs) / 1_000;
    return afterMs < theirsMs ? (afterMs - theirsMs) / 1_000 : 0;
  }
}
