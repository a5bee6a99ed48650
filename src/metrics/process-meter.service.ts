import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { logOutput } from '../common/log-output.js';
import { Meter } from '../common/meter.js';

/** How often it is looked how late timers are. */
const RESOLUTION_MS = 20;
/** What is told is of the time since the last turn and of the one before, whoever asks when. */
const TURN_EVERY_MS = 30_000;

interface Delay {
  readonly p99: number;
  readonly max: number;
}

/** Watches this process itself: its event loop, memory, processor time, and its log. */
@Injectable()
export class ProcessMeter implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private lastTurn: Delay = { p99: 0, max: 0 };
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly meter: Meter,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.enable();
    this.timer = setInterval(() => {
      this.lastTurn = this.delay();
      this.loop.reset();
    }, TURN_EVERY_MS).unref();
    const beganAt = this.clock.now().getTime() / 1_000 - process.uptime();
    this.meter.watch('process_start_time_seconds', () => Math.round(beganAt));
    this.meter.watch('process_resident_memory_bytes', () => process.memoryUsage.rss());
    this.meter.watch('nodejs_heap_size_used_bytes', () => process.memoryUsage().heapUsed);
    this.meter.watch('process_cpu_seconds_total', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    });
    this.meter.watch('coach_event_loop_delay_p99_seconds', () => this.latest('p99'));
    this.meter.watch('coach_event_loop_delay_max_seconds', () => this.latest('max'));
    this.meter.watch('coach_log_lines_dropped_total', () => logOutput().droppedLines);
    this.meter.watch('coach_processes', () => 1);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.loop.disable();
  }

  private latest(which: keyof Delay): number {
    return Math.max(this.lastTurn[which], this.delay()[which]);
  }

  private delay(): Delay {
    // Nothing was seen yet, and the largest of nothing is told as 0.
    const secondsLate = (ns: number) => Math.max(0, ns / 1e9 - RESOLUTION_MS / 1e3);
    return { p99: secondsLate(this.loop.percentile(99)), max: secondsLate(this.loop.max) };
  }
}
