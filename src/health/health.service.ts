import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import { Probe } from '../database/probe.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Stopping } from '../http/stopping.js';
import { Waiting } from '../http/waiting.js';

/** A database that answers later than this is of no use to a person with a phone in the hand. */
const READY_WITHIN_MS = 1_000;
/** Anybody may ask, so the database is not asked each time. */
const HOLDS_FOR_MS = 250;

/** Decides whether requests can be served. */
@Injectable()
export class HealthService {
  private latest: { readonly outcome: Promise<void>; endedAt?: number } | undefined;

  constructor(
    private readonly probe: Probe,
    private readonly unitOfWork: UnitOfWork,
    private readonly stopping: Stopping,
    private readonly waiting: Waiting,
  ) {}

  /**
   * Throws `unavailable` while the database does not read and write in time, its tables are not
   * those of this release, or the process is stopping. How many requests are under way does not
   * matter.
   */
  async requireReady(): Promise<void> {
    if (this.stopping.hasBegun) throw notReady('The server is stopping.');
    if (this.waiting.reason !== undefined) throw notReady(this.waiting.reason);
    if (this.unitOfWork.lacksRoom) throw notReady('The database had no room a moment ago.');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const problem = notReady('The database does not answer in time.');
      // Where the process itself was late, an answer that is there counts.
      timer = setTimeout(() => setImmediate(() => reject(problem)), READY_WITHIN_MS);
    });
    await Promise.race([this.outcome(), late]).finally(() => clearTimeout(timer));
  }

  /** Of the probe under way, or of one that ended a moment ago. */
  private async outcome(): Promise<void> {
    const { latest } = this;
    const { endedAt = performance.now() } = latest ?? {};
    if (latest && performance.now() - endedAt < HOLDS_FOR_MS) return latest.outcome;
    const outcome = this.check();
    const begun: NonNullable<typeof this.latest> = { outcome };
    this.latest = begun;
    return outcome.finally(() => {
      begun.endedAt = performance.now();
    });
  }

  private async check(): Promise<void> {
    const trouble = await this.trouble();
    if (trouble !== undefined) throw notReady(trouble);
  }

  private async trouble(): Promise<string | undefined> {
    try {
      return await this.probe.trouble();
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw notReady('The database cannot be used.', error);
    }
  }
}

function notReady(detail: string, cause?: unknown): Problem {
  return new Problem('unavailable', detail, { retryAfter: 1 }, { cause });
}
