/** What a metric is: a number that only grows, one that comes and goes, or how long things took. */
type Kind = 'counter' | 'gauge' | 'histogram';

interface Metric {
  readonly kind: Kind;
  readonly help: string;
  /** Where several processes have it, the largest is told, and not the sum. */
  readonly isLargest?: true;
}

/** Everything that `/metrics` tells; docs/operations.md says what to make of it. */
export const METRICS = {
  coach_http_requests_total: {
    kind: 'counter',
    help: 'Requests that were answered, by method, pattern of the route, and status.',
  },
  coach_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'From the arrival of a request to the end of its answer, without live updates.',
  },
  coach_http_requests_abandoned_total: {
    kind: 'counter',
    help: 'Requests whose client left before the answer, without live updates.',
  },
  coach_http_requests_in_progress: {
    kind: 'gauge',
    help: 'Requests that are being answered, with live updates.',
  },
  coach_http_requests_shed_total: {
    kind: 'counter',
    help: 'Requests that were refused at once, before any work, by reason.',
  },
  coach_connections_refused_total: {
    kind: 'counter',
    help: 'Connections that were closed because there were too many: new ones, or idle ones.',
  },
  coach_streams_open: { kind: 'gauge', help: 'Streams of live updates.' },
  coach_streams_refused_total: {
    kind: 'counter',
    help: 'Streams that were not opened, because all places for streams were taken.',
  },
  coach_sign_ins_refused_total: {
    kind: 'counter',
    help: 'Attempts to sign in, or to renew a sign-in, that were refused, by reason.',
  },
  coach_refusals_total: {
    kind: 'counter',
    help: 'Attempts of known people, refused or failed: with a row in the log, or counted there.',
  },
  coach_reads_refused_total: {
    kind: 'counter',
    help: 'Reads of signed-in people that were not theirs, or of what is not there, by code.',
  },
  coach_tokens_refused_total: {
    kind: 'counter',
    help: 'Bearer tokens that let nobody in and have not just expired, by what is wrong with them.',
  },
  coach_sign_ins_waiting: {
    kind: 'gauge',
    help: 'Sign-ins that wait until passwords of others are checked.',
  },
  coach_idempotent_replays_total: {
    kind: 'counter',
    help: 'Kept answers given again: to a client that repeats, or to our own retry after a COMMIT.',
  },
  coach_database_retries_total: {
    kind: 'counter',
    help: 'Works that were tried again, by the error of the database.',
  },
  coach_database_unavailable_total: {
    kind: 'counter',
    help: 'Works that were given up because of the database, and answered 503, by fault.',
  },
  coach_database_works_waiting: {
    kind: 'gauge',
    help: 'Works that wait for a connection, or for their turn at the embedded database.',
  },
  coach_database_works_running: { kind: 'gauge', help: 'Works that have a connection.' },
  coach_database_connections_limit: {
    kind: 'gauge',
    help: 'Works that can have a connection at the same time.',
  },
  coach_reports_running: { kind: 'gauge', help: 'Reads of much that are under way.' },
  coach_reports_waiting: {
    kind: 'gauge',
    help: 'Reads of much that wait, so that others find a connection.',
  },
  coach_searches_running: { kind: 'gauge', help: 'Searches of coaches that are under way.' },
  coach_searches_waiting: {
    kind: 'gauge',
    help: 'Searches of coaches that wait, so that others find a connection.',
  },
  coach_requests_limited_total: {
    kind: 'counter',
    help: 'Requests that were refused because their person had sent too many, by what they are.',
  },
  coach_rows_to_clean: {
    kind: 'gauge',
    help: 'Rows that have expired and are still there, by table; 10001 stands for more than 10000.',
    isLargest: true,
  },
  coach_usages_to_reconcile: {
    kind: 'gauge',
    help: 'History rows of PHP that no work has booked yet; 10001 stands for more than 10000.',
    isLargest: true,
  },
  coach_task_failed: {
    kind: 'gauge',
    help: 'Whether the last run of a task failed: 1, or 0.',
    isLargest: true,
  },
  coach_task_late_seconds: {
    kind: 'gauge',
    help: 'Since when a task is due that has not come to its end, by task.',
    isLargest: true,
  },
  coach_jobs_due: {
    kind: 'gauge',
    help: 'Single jobs that are to be done, now or later, or are under way, by kind.',
    isLargest: true,
  },
  coach_jobs_oldest_seconds: {
    kind: 'gauge',
    help: 'Since when the oldest of them is due, by kind.',
    isLargest: true,
  },
  coach_jobs_dead: {
    kind: 'gauge',
    help: 'Single jobs that were given up in the last 90 days, by kind.',
    isLargest: true,
  },
  coach_clock_drift_seconds: {
    kind: 'gauge',
    help: 'How far the clock of a process is from that of the database.',
    isLargest: true,
  },
  coach_log_lines_dropped_total: {
    kind: 'counter',
    help: 'Log lines that were lost because there was no room for them.',
  },
  coach_event_loop_delay_p99_seconds: {
    kind: 'gauge',
    help: 'How late timers were, 99 of 100, in the last 30 to 60 seconds.',
    isLargest: true,
  },
  coach_event_loop_delay_max_seconds: {
    kind: 'gauge',
    help: 'How late the latest timer was in the last 30 to 60 seconds.',
    isLargest: true,
  },
  coach_processes: { kind: 'gauge', help: 'Processes that serve.' },
  process_cpu_seconds_total: { kind: 'counter', help: 'Time of the processors.' },
  nodejs_heap_size_used_bytes: {
    kind: 'gauge',
    help: 'Memory that objects take, and those not yet collected, of all processes that serve.',
  },
  process_resident_memory_bytes: { kind: 'gauge', help: 'Memory, of all processes that serve.' },
  process_start_time_seconds: {
    kind: 'gauge',
    help: 'When the newest process began, in seconds since 1970.',
    isLargest: true,
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** Numbers by the names of their samples, with labels: `coach_streams_open`, `…{to="client"}`. */
export type Figures = Readonly<Record<string, number>>;

const SAMPLE = /^([a-z0-9_]+?)(?:_(bucket|sum|count))?(\{.*)?$/;

/** The metric that a sample belongs to; undefined for one of another version of the product. */
function metricOf(sample: string): [MetricName, Metric] | undefined {
  const [, name = '', suffix] = SAMPLE.exec(sample) ?? [];
  const whole = suffix === undefined ? name : `${name}_${suffix}`;
  const known = [name, whole].find((one): one is MetricName => Object.hasOwn(METRICS, one));
  return known && [known, METRICS[known]];
}

/** The figures of several processes as those of one. */
export function figuresTogether(all: readonly Figures[]): Figures {
  const together = new Map<string, number>();
  for (const figures of all) {
    for (const [sample, value] of Object.entries(figures)) {
      const before = together.get(sample);
      if (before === undefined) together.set(sample, value);
      else if (metricOf(sample)?.[1].isLargest) together.set(sample, Math.max(before, value));
      else together.set(sample, before + value);
    }
  }
  return Object.fromEntries(together);
}

/** What is left of the figures of a process that has ended: what it had counted. */
export function countedOf(figures: Figures): Figures {
  const counted = Object.entries(figures).filter(([sample]) => {
    const kind = metricOf(sample)?.[1].kind;
    return kind === 'counter' || kind === 'histogram';
  });
  return Object.fromEntries(counted);
}

/** Figures in the text format of Prometheus, version 0.0.4. */
export function metricsText(figures: Figures): string {
  const families = new Map<MetricName, string[]>();
  for (const [sample, value] of Object.entries(figures)) {
    const [name] = metricOf(sample) ?? [];
    if (!name) continue;
    const lines = families.get(name) ?? [];
    families.set(name, lines);
    lines.push(`${sample} ${value}\n`);
  }
  const names = Object.keys(METRICS) as MetricName[];
  return names
    .filter((name) => families.has(name))
    .map((name) => {
      const { help, kind } = METRICS[name];
      const lines = families.get(name) ?? [];
      return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('')}`;
    })
    .join('');
}
