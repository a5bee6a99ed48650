import { hostname } from 'node:os';
import type { Clock } from '../common/clock.js';
import { logOutput } from '../common/log-output.js';
import { LOG_LEVELS, type LogLevel } from '../config/config.js';

const NUMBERS = { fatal: 60, error: 50, warn: 40, info: 30, debug: 20, trace: 10 } as const;

/** The primary's lines in the log, in the form of all others. */
export class ProcessLog {
  private readonly hostname = hostname();

  constructor(
    private readonly lowest: LogLevel,
    private readonly clock: Clock,
  ) {}

  /** Writes one event. */
  write(level: keyof typeof NUMBERS, msg: string, fields: object = {}): void {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(this.lowest)) return;
    if (this.lowest === 'silent') return;
    const time = this.clock.now().getTime();
    const line = { level: NUMBERS[level], time, pid: process.pid, hostname: this.hostname };
    logOutput().write(`${JSON.stringify({ ...line, ...fields, msg })}\n`);
  }
}
