import type { Figures, MetricName } from './metrics.js';

/** Upper bounds of the classes that durations are counted in, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What tells the samples of one metric apart. Values come from short lists, never from clients. */
type Labels = Readonly<Record<string, string>>;

/** How often something happened. */
export class Tally {
  count = 0;

  add(): void {
    this.count += 1;
  }
}

/** How long things took. */
export class Durations {
  /** How many were in each class; the last one has no bound. */
  readonly counts: number[] = Array.from({ length: BOUNDS.length + 1 }, () => 0);
  seconds = 0;

  add(seconds: number): void {
    let at = 0;
    while (at < BOUNDS.length && seconds > (BOUNDS[at] ?? 0)) at += 1;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.seconds += seconds;
  }
}

/** Counts what happens in this process, and reads its gauges when somebody asks. */
export class Meter {
  private readonly tallies = new Map<string, Tally>();
  private readonly durations = new Map<string, { name: string; labels: Labels; of: Durations }>();
  private readonly gauges = new Map<MetricName, () => number>();

  /** The tally of a metric and its labels: the same for the same. */
  tally(name: MetricName, labels: Labels = {}): Tally {
    const sample = sampleOf(name, labels);
    const tally = this.tallies.get(sample) ?? new Tally();
    this.tallies.set(sample, tally);
    return tally;
  }

  /** The durations of a metric and its labels: the same for the same. */
  durationsOf(name: MetricName, labels: Labels): Durations {
    const sample = sampleOf(name, labels);
    const durations = this.durations.get(sample) ?? { name, labels, of: new Durations() };
    this.durations.set(sample, durations);
    return durations.of;
  }

  /** Has a number read whenever the figures are. */
  watch(name: MetricName, read: () => number): void {
    this.gauges.set(name, read);
  }

  /** All numbers as they are now. */
  read(): Figures {
    const figures: Record<string, number> = {};
    for (const [sample, { count }] of this.tallies) figures[sample] = count;
    for (const { name, labels, of } of this.durations.values()) {
      let below = 0;
      for (const [at, count] of of.counts.entries()) {
        below += count;
        const le = String(BOUNDS[at] ?? '+Inf');
        figures[sampleOf(`${name}_bucket`, { ...labels, le })] = below;
      }
      figures[sampleOf(`${name}_sum`, labels)] = of.seconds;
      figures[sampleOf(`${name}_count`, labels)] = below;
    }
    for (const [name, read] of this.gauges) figures[name] = read();
    return figures;
  }
}

/** The name of a sample: that of its metric, with its labels. */
export function sampleOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}
