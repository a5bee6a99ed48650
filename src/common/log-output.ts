import { writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { Clock } from './clock.js';

/** What may wait for a reader that is slow; lines beyond it are dropped. */
const MOST_WAITING_BYTES = 1024 * 1024;
const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 50;
/** A disk that has a little room now and then is not to be filled with reports. */
const REPORT_EVERY_MS = 1_000;
/** What waits at the end of the process has so long to get out. */
const LAST_WORDS_WITHIN_MS = 200;

const WARN = 40;
const LINE_FEED = Buffer.from('\n');

/** Writes bytes and gives how many were taken; throws as `fs.writeSync` does. */
type Put = (bytes: Uint8Array) => number;

/**
 * Where the lines of the log go. Nothing that happens there ends or delays the service: what cannot
 * be written is dropped and counted, what a slow reader has no room for waits, up to a limit. As
 * soon as there is room again, a line says how many were dropped.
 */
export class LogOutput {
  private readonly waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private isLineCut = false;
  private dropped = 0;
  private reported = 0;
  private reportedAtMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = SHORTEST_PAUSE_MS;

  constructor(
    private readonly put: Put,
    private readonly clock: Clock = new Clock(),
  ) {}

  /** How many lines were lost since the start. */
  get droppedLines(): number {
    return this.dropped;
  }

  /** Writes lines, each of which ends with its line feed. Never throws, never waits. */
  write(lines: string): void {
    const bytes = Buffer.from(lines);
    if (this.waiting.length > 0) this.keep(bytes);
    else this.send(bytes);
  }

  /** Tries for a moment to write what waits, and blocks meanwhile: for the end of the process. */
  endWithin(ms: number): void {
    const deadlineMs = performance.now() + ms;
    while (this.waiting.length > 0 && performance.now() < deadlineMs) {
      if (!this.sendWaiting()) pause(SHORTEST_PAUSE_MS);
    }
  }

  private send(bytes: Uint8Array): void {
    const rest = this.push(bytes);
    if (rest === 'dropped') return;
    if (rest.length > 0) this.keep(rest);
    else this.report();
  }

  /** Gives the bytes that have to wait; none where the lines are written. */
  private push(lines: Uint8Array): Uint8Array | 'dropped' {
    let rest = lines;
    try {
      if (this.isLineCut) this.put(LINE_FEED);
      this.isLineCut = false;
      while (rest.length > 0) rest = rest.subarray(this.put(rest));
    } catch (error) {
      if (isBusy(error)) return rest;
      const taken = lines.length - rest.length;
      if (taken > 0) this.isLineCut = lines[taken - 1] !== LINE_FEED[0];
      this.dropped += linesIn(rest);
      return 'dropped';
    }
    return rest;
  }

  private keep(bytes: Uint8Array): void {
    const isFull = this.waitingBytes + bytes.length > MOST_WAITING_BYTES;
    if (isFull && this.waiting.length > 0) {
      this.dropped += linesIn(bytes);
      return;
    }
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    this.timer ??= this.later();
  }

  private later(): NodeJS.Timeout {
    return setTimeout(() => {
      this.pauseMs = this.sendWaiting()
        ? SHORTEST_PAUSE_MS
        : Math.min(LONGEST_PAUSE_MS, 2 * this.pauseMs);
      this.timer = this.waiting.length > 0 ? this.later() : undefined;
    }, this.pauseMs).unref();
  }

  /** Whether anything of what waits was taken. */
  private sendWaiting(): boolean {
    const before = this.waitingBytes;
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      const rest = this.push(first);
      const leftBytes = rest === 'dropped' ? 0 : rest.length;
      this.waitingBytes -= first.length - leftBytes;
      if (rest !== 'dropped' && leftBytes > 0) {
        this.waiting[0] = rest;
        return this.waitingBytes < before;
      }
      this.waiting.shift();
    }
    this.report();
    return true;
  }

  /** Says how many lines were dropped since it was last said, where that is news. */
  private report(): void {
    const count = this.dropped - this.reported;
    const nowMs = performance.now();
    if (count === 0 || nowMs - this.reportedAtMs < REPORT_EVERY_MS) return;
    const line = {
      ...{ level: WARN, time: this.clock.now().getTime(), pid: process.pid, hostname: hostname() },
      ...{ dropped: count, msg: 'lines of this log were dropped: there was no room for them' },
    };
    const rest = this.push(Buffer.from(`${JSON.stringify(line)}\n`));
    if (rest === 'dropped') {
      // It is none of the lines that it counts.
      this.dropped -= 1;
      return;
    }
    if (rest.length > 0) this.keep(rest);
    this.reported += count;
    this.reportedAtMs = nowMs;
  }
}

/** A line that is cut counts, too. */
function linesIn(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => (byte === LINE_FEED[0] ? count + 1 : count), 0);
}

function isBusy(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EAGAIN' || code === 'EBUSY' || code === 'EINTR';
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Node's standard output, where it is a pipe or a socket, as far as this file knows it. */
interface Output {
  readonly fd: number;
  readonly isTTY: boolean;
  readonly _handle?: { setBlocking?(isBlocking: boolean): unknown };
}

/**
 * A pipe that is full then gives an error and does not wait. It is said again each time: whoever
 * else has it may have changed it, as each process does that starts or ends beside this one.
 */
function putToStandardOutput({ fd, isTTY, _handle }: Output): Put {
  return (bytes) => {
    if (!isTTY) _handle?.setBlocking?.(false);
    return writeSync(fd, bytes);
  };
}

let standardOutput: LogOutput | undefined;

/** The log of this process, which goes to its standard output. */
export function logOutput(): LogOutput {
  if (standardOutput) return standardOutput;
  const output = new LogOutput(putToStandardOutput(process.stdout));
  process.once('exit', () => output.endWithin(LAST_WORDS_WITHIN_MS));
  standardOutput = output;
  return output;
}
