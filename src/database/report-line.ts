import type { Meter } from '../common/meter.js';
import { Pauses } from '../common/pauses.js';
import { Problem } from '../common/problem.js';
import type { DatabaseConfig } from '../config/config.js';

/** An overview is two works. More at a time keep a database so busy that taps wait for its time. */
const MOST_AT_ONCE = 2;
/** Reports that may wait: more than all coaches of a studio ask for at once, by two works each. */
const MOST_WAITING = 100;
/** As long as others wait for a connection. */
const WAIT_MS = 4_000;
/** Between two reports others have at most so long for themselves, and so often it is looked. */
const LONGEST_REST_MS = 500;
const LOOK_MS = 10;

/** How a work reads. */
export interface Reading {
  /** It looks at much of the studio, and so it waits in the line of reports. */
  readonly isReport?: boolean;
  /** It is asked with each letter that somebody types, and waits in the line of searches. */
  readonly isSearch?: boolean;
}

/** What waits in a line, and how it is called. */
export type LineOf = 'reports' | 'searches';

interface Waiting {
  readonly grant: () => void;
}

const GAUGES = {
  reports: ['coach_reports_running', 'coach_reports_waiting'],
  searches: ['coach_searches_running', 'coach_searches_waiting'],
} as const;

/** What is different from one line to another. */
interface LineOptions {
  readonly of: LineOf;
  readonly most: number;
  readonly mostWaiting: number;
  readonly waitMs: number;
  /** How many works there are, those of reports included. */
  readonly works?: () => number;
  readonly noteRefusal?: () => void;
}

/**
 * Where reports wait, reads that look at much of the studio; and, in a line of their own, a coach's
 * searches, because one is under way for each letter that somebody types. At most half of the
 * connections are theirs, so that whoever taps finds one that is free. While others are at work it
 * is one at a time in each line, and after each the others have as long for themselves as it took.
 * So on the embedded database, too, each line takes half of the time at most.
 */
export class ReportLine {
  private readonly waiting = new Set<Waiting>();
  /** Who has a place; and who has begun, and so is among the works. */
  private running = 0;
  private begun = 0;
  private restUntilMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly pauses = new Pauses([3, 4, 5, 6, 7]);

  constructor(private readonly options: LineOptions) {}

  /** A line of a database, as large as its pool allows; the meter tells how long it is. */
  static of(of: LineOf, database: DatabaseConfig, meter: Meter, works?: () => number): ReportLine {
    const connections = 'poolSize' in database ? database.poolSize : 1;
    const half = Math.floor(connections / 2);
    // Of the half the searches have what the reports leave, one at least.
    const share = of === 'reports' ? half : half - MOST_AT_ONCE;
    const most = Math.max(1, Math.min(MOST_AT_ONCE, share));
    const refused = meter.tally('coach_database_unavailable_total', { fault: of });
    const line = new ReportLine({
      ...{ of, most, mostWaiting: MOST_WAITING, waitMs: WAIT_MS },
      ...(works ? { works } : {}),
      noteRefusal: () => refused.add(),
    });
    const [running, waiting] = GAUGES[of];
    meter.watch(running, () => line.running);
    meter.watch(waiting, () => line.waiting.size);
    return line;
  }

  /**
   * Runs a report when there is a place for it; those that came before it come first. Throws
   * `unavailable` when too many wait, or when it has waited too long.
   */
  async run<T>(report: () => Promise<T>): Promise<T> {
    if (this.waiting.size === 0 && this.hasPlace()) this.running += 1;
    else await this.place();
    const from = performance.now();
    this.begun += 1;
    try {
      return await report();
    } finally {
      this.begun -= 1;
      this.running -= 1;
      const now = performance.now();
      this.restUntilMs = now + Math.min(now - from, LONGEST_REST_MS);
      this.serve();
    }
  }

  private hasPlace(): boolean {
    const others = (this.options.works?.() ?? 0) - this.begun;
    if (others <= 0) return this.running < this.options.most;
    return this.running === 0 && performance.now() >= this.restUntilMs;
  }

  private async place(): Promise<void> {
    if (this.waiting.size >= this.options.mostWaiting) throw this.refusal();
    return new Promise((fulfil, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(one);
        reject(this.refusal());
      }, this.options.waitMs);
      const grant = () => {
        clearTimeout(timer);
        fulfil();
      };
      const one = { grant };
      this.waiting.add(one);
      this.serve();
    });
  }

  /** Whoever has waited longest comes first; the place is taken before they know of it. */
  private serve(): void {
    for (const one of this.waiting) {
      if (!this.hasPlace()) break;
      this.waiting.delete(one);
      this.running += 1;
      one.grant();
    }
    // Else the one that runs looks when it ends.
    if (this.waiting.size === 0 || this.running > 0) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.serve();
    }, LOOK_MS);
  }

  private refusal(): Problem {
    this.options.noteRefusal?.();
    const detail = `Too many ${this.options.of} are under way. Try again in a moment.`;
    return new Problem('unavailable', detail, { retryAfter: this.pauses.next() });
  }
}
