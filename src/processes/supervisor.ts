import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { logOutput } from '../common/log-output.js';
import { FiguresOfAll } from './figures-of-all.js';
import { ListeningPort } from './listening-port.js';
import type { Serving } from './messages.js';
import { OwnState } from './own-state.js';
import type { ProcessLog } from './process-log.js';
import { failuresInARow, mayTryAgain, pauseMsAfter } from './restart-rules.js';
import { WorkerProcess } from './worker-process.js';

/** No process may serve, and why has been said. */
const GAVE_UP = 'No process stays alive: the log says how each has ended. Giving up.';
/** Node could not even make one: memory, files or processes are at their end. */
const NO_ROOM = 'The machine has no room for another process.';

interface Options {
  readonly processes: number;
  /** A stop takes no longer, whatever hangs. */
  readonly stopWithinMs: number;
  readonly log: ProcessLog;
  /** All serve for the first time. */
  readonly onServing: (serving: Serving, setUpCode: string) => void;
  /** One waits for migrations, and none serves. */
  readonly onWaiting: (reason: string) => void;
  /** Nothing is left to be done: the process ends with this code, and perhaps with a word. */
  readonly onEnd: (code: number, why?: string) => void;
  /** The port and what makes processes, where they are not those of this program. */
  readonly port?: Pick<ListeningPort, 'watch' | 'close'>;
  readonly fork?: () => Worker;
}

/**
 * The primary of several processes. It has the port and what they share, serves nobody, and sees to
 * it that as many workers serve as are wanted.
 */
export class Supervisor {
  private readonly workers = new Set<WorkerProcess>();
  private readonly shared = new OwnState();
  private readonly port: Pick<ListeningPort, 'watch' | 'close'>;
  private readonly figures = new FiguresOfAll(() => ({
    coach_log_lines_dropped_total: logOutput().droppedLines,
  }));
  private readonly pauses = new Set<NodeJS.Timeout>();
  /** Ends in a row after which none served. */
  private outages = 0;
  private hasServed = false;
  private haveAllServed = false;
  private hasSaidThatItWaits = false;
  private isStopping = false;
  private isRestarting = false;
  private mustRestartAgain = false;

  constructor(private readonly options: Options) {
    this.port = options.port ?? new ListeningPort();
  }

  /**
   * Starts one process, which checks all that a start can fail of and says it; then the others. A
   * refusal of the first is that of all.
   */
  async start(): Promise<void> {
    // The primary accepts and hands round: the port stays open while workers come and go.
    cluster.schedulingPolicy = cluster.SCHED_RR;
    this.port.watch();
    const serving = await this.startOne().started;
    if (!serving || this.isStopping) return;
    for (let n = 1; n < this.options.processes; n += 1) this.startOne();
  }

  /** Starts each process anew, one after another: the new one serves before the old one stops. */
  async restart(): Promise<void> {
    if (this.isStopping) return;
    this.mustRestartAgain = this.isRestarting;
    if (this.isRestarting) return;
    this.isRestarting = true;
    const { log } = this.options;
    log.write('info', 'starting all processes anew, one after another');
    const isDone = await this.replaceAll([...this.workers].filter((one) => !one.isRetired));
    this.isRestarting = false;
    if (isDone) log.write('info', 'all processes were started anew');
    if (this.mustRestartAgain) await this.restart();
  }

  /** Stops all processes, which go on serving for so long, and then this one. */
  stop(signal: NodeJS.Signals, graceMs: number): void {
    if (this.isStopping) return;
    this.isStopping = true;
    this.options.log.write('info', 'stopping all processes', { signal, graceMs });
    for (const pause of this.pauses) clearTimeout(pause);
    for (const worker of this.workers) worker.stop(graceMs);
    void this.closePort(graceMs);
    const deadline = setTimeout(() => this.kill(), graceMs + this.options.stopWithinMs);
    const ended = [...this.workers].map(async (worker) => {
      const { code, servedForMs } = await worker.ended;
      return code === 0 || servedForMs === undefined;
    });
    void Promise.all(ended).then((clean) => {
      clearTimeout(deadline);
      this.options.log.write('info', 'all processes have stopped');
      this.options.onEnd(clean.every(Boolean) ? 0 : 1);
    });
  }

  private async closePort(graceMs: number): Promise<void> {
    await sleep(graceMs);
    const workers = [...this.workers];
    await this.port.close(() => workers.reduce((sum, { untaken }) => sum + untaken(), 0));
    for (const worker of workers) worker.portIsClosed();
  }

  /** Ends all processes at once. */
  kill(): void {
    for (const worker of this.workers) worker.kill('SIGKILL');
  }

  /** False where a new one did not come to serve: what serves goes on then. */
  private async replaceAll(old: readonly WorkerProcess[]): Promise<boolean> {
    const { log, stopWithinMs } = this.options;
    for (const worker of old) {
      // One that still starts has read what was there before; one that ends now is replaced anyway.
      await worker.started;
      if (this.mustEnd()) return false;
      if (!this.workers.has(worker)) continue;
      const successor = this.startOne({ isTrial: true });
      const serving = await successor.started;
      if (this.mustEnd()) return false;
      if (!serving) {
        const { code, signal } = await successor.ended;
        log.write('error', 'the new process did not start: those that serve go on', {
          ...{ process: successor.pid, code, signal },
        });
        return false;
      }
      const retiring = this.workers.has(worker) ? worker : successor;
      retiring.retire();
      // It has a moment for those who are connected, besides the time for a stop.
      const deadline = setTimeout(() => retiring.kill('SIGKILL'), 2 * stopWithinMs);
      await retiring.ended;
      clearTimeout(deadline);
    }
    return true;
  }

  /** `failures` are those in a row before it, in its place: another's crash delays no start. */
  private startOne({ isTrial = false, failures = 0 } = {}): WorkerProcess {
    const { fork = () => cluster.fork() } = this.options;
    const worker: WorkerProcess = new WorkerProcess(fork, this.shared, this.figures, (reason) =>
      isTrial ? this.refuse(worker, reason) : this.mayAnswerWaiting(reason),
    );
    this.workers.add(worker);
    void worker.started.then((serving) => serving && this.serves(worker, serving));
    void this.follow(worker, isTrial, failures);
    return worker;
  }

  /**
   * Whoever is handed to one that waits would not be served, though others could. It asks again
   * until it may, because they may end.
   */
  private mayAnswerWaiting(reason: string): boolean {
    if (this.servingCount > 0) return false;
    if (!this.hasSaidThatItWaits) this.options.onWaiting(reason);
    this.hasSaidThatItWaits = true;
    return true;
  }

  private refuse(worker: WorkerProcess, reason: string): false {
    const { log, stopWithinMs } = this.options;
    log.write('error', 'the new process would wait', { process: worker.pid, reason });
    worker.refuse(stopWithinMs);
    return false;
  }

  private serves(worker: WorkerProcess, serving: Serving): void {
    const { log, processes, onServing } = this.options;
    this.hasServed = true;
    this.hasSaidThatItWaits = false;
    log.write('info', 'a process serves', { process: worker.pid });
    if (this.haveAllServed || this.servingCount < processes) return;
    this.haveAllServed = true;
    onServing(serving, this.shared.setUpCode);
  }

  /** Asked anew after each wait. */
  private mustEnd(): boolean {
    return this.isStopping;
  }

  private get servingCount(): number {
    return [...this.workers].filter(({ isServing }) => isServing).length;
  }

  /** What comes after the end of a worker. */
  private async follow(worker: WorkerProcess, isTrial: boolean, before: number): Promise<void> {
    const { code, signal, servedForMs } = await worker.ended;
    this.workers.delete(worker);
    const { log } = this.options;
    const how = { process: worker.pid, code, signal };
    if (this.isStopping || worker.isRetired) {
      log.write('info', 'a process has stopped', how);
      return;
    }
    if (isTrial && servedForMs === undefined) return;
    const failures = failuresInARow(before, servedForMs);
    const { hasServed, servingCount: serving } = this;
    this.outages = serving > 0 ? 0 : this.outages + 1;
    const { outages, options } = this;
    if (!mayTryAgain({ outages, processes: options.processes, serving, hasServed })) {
      if (hasServed) log.write('fatal', 'a process has ended, and none serves', how);
      this.giveUp(worker, code, signal);
      return;
    }
    const pauseMs = pauseMsAfter(failures);
    log.write('warn', 'a process has ended: another one starts', { ...how, serving, pauseMs });
    const pause = setTimeout(() => {
      this.pauses.delete(pause);
      this.startOne({ failures });
    }, pauseMs);
    this.pauses.add(pause);
  }

  /** The first one has said itself why it did not start, unless somebody has killed it. */
  private giveUp(worker: WorkerProcess, code: number | null, signal: string | null): void {
    this.isStopping = true;
    for (const pause of this.pauses) clearTimeout(pause);
    this.kill();
    if (this.hasServed) this.options.onEnd(1, GAVE_UP);
    else if (worker.pid === undefined) this.options.onEnd(1, NO_ROOM);
    else if (code) this.options.onEnd(code);
    else this.options.onEnd(1, `Process ${worker.pid} was ended by ${signal ?? 'itself'}.`);
  }
}
