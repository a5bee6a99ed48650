import { countedOf, type Figures, figuresTogether } from '../common/metrics.js';

/** A process that serves and counts. */
interface Reporter {
  /** What it has counted so far; undefined where it does not answer in time. */
  report(): Promise<Figures | undefined>;
}

/**
 * The figures of all processes as those of one. What a process had counted when it was last asked
 * stays, though it has ended: a sum that falls looks like a new start to whoever reads it.
 */
export class FiguresOfAll {
  private readonly last = new Map<Reporter, Figures>();
  private ended: Figures = {};

  /** `own` are the figures of the process in which this is. */
  constructor(private readonly own: () => Figures) {}

  /** Adds a process that serves. */
  join(reporter: Reporter): void {
    this.last.set(reporter, {});
  }

  /** Takes one away that has ended. */
  leave(reporter: Reporter): void {
    const counted = countedOf(this.last.get(reporter) ?? {});
    this.ended = figuresTogether([this.ended, counted]);
    this.last.delete(reporter);
  }

  /** Asks all; of one that does not answer, what it said before. */
  async gather(): Promise<Figures> {
    const asking = [...this.last.keys()].map(async (reporter) => {
      const figures = await reporter.report();
      if (figures && this.last.has(reporter)) this.last.set(reporter, figures);
    });
    await Promise.all(asking);
    return figuresTogether([this.own(), this.ended, ...this.last.values()]);
  }
}
