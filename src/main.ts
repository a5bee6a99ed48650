import cluster from 'node:cluster';
import { Clock } from './common/clock.js';
import type { Config } from './config/config.js';
import { loadConfig } from './config/environment.js';
import { greeting, setUpLines, waitingGreeting } from './greeting.js';
import { ProcessLog } from './processes/process-log.js';
import { dieOf, graceMsAt, onStopSignals, type StopSignal } from './processes/stop-signals.js';
import { Supervisor } from './processes/supervisor.js';
import { HAS_TERMINAL, letGoOfClosedTerminal } from './processes/terminal.js';

/** A little longer than a process gives itself. */
const STOP_WITHIN_MS = 10_500;

async function start(): Promise<void> {
  outliveReaders();
  // For a worker that is all: signals to a whole group are the primary's to act on.
  process.on('SIGHUP', letGoOfClosedTerminal);
  process.on('exit', letGoOfClosedTerminal);
  const config = loadConfig({}, 'serve');
  if (cluster.isPrimary && config.processes > 1) {
    await supervise(config);
    return;
  }
  if (cluster.isPrimary) explainHangUp(config);
  // The primary of several processes loads nothing of what serves.
  const { serve } = await import('./serve.js');
  await serve(config);
}

/** Starts the processes that serve, and does what signals ask for. */
async function supervise(config: Config): Promise<void> {
  const log = new ProcessLog(config.logLevel, new Clock());
  const supervisor = new Supervisor({
    processes: config.processes,
    stopWithinMs: STOP_WITHIN_MS,
    log,
    onServing: ({ port, connectionsAllowed, needsSetUp }, code) => {
      tellConnections(config, connectionsAllowed, log);
      process.stdout.write(greeting(config, port, needsSetUp ? setUpLines(code) : []));
    },
    onWaiting: (reason) => process.stdout.write(waitingGreeting(reason)),
    onEnd: (code, why) => {
      if (why) process.stderr.write(`${why}\n`);
      process.exit(code);
    },
  });
  const stop = (signal: StopSignal) => supervisor.stop(signal, graceMsAt(signal, config));
  onStopSignals(stop, (signal) => {
    supervisor.kill();
    dieOf(signal);
  });
  process.on('SIGHUP', () => {
    // A terminal that is closed wants an end; without one, it is the word for a new start.
    if (HAS_TERMINAL) supervisor.stop('SIGHUP', 0);
    else void supervisor.restart();
  });
  await supervisor.start();
}

/** While each process is started anew, there is one more. */
function tellConnections(config: Config, allowed: number | null, log: ProcessLog): void {
  const { database, processes } = config;
  if (!('poolSize' in database)) return;
  const { poolSize } = database;
  // One more each, for readiness.
  const ofEach = poolSize + 1;
  const most = processes * ofEach;
  const fields = { processes, poolSize, connections: most, allowed };
  log.write('info', 'all processes serve; so many connections they open at most', fields);
  if (allowed === null || most + ofEach <= allowed) return;
  const advice = 'lower PROCESSES or DATABASE_POOL_SIZE, or let the database allow more';
  log.write('warn', `the database allows fewer connections: ${advice}`, fields);
}

/** One that is alone cannot be started anew without a pause, so the word for it must not end it. */
function explainHangUp({ logLevel }: Config): void {
  const log = new ProcessLog(logLevel, new Clock());
  process.on('SIGHUP', () => {
    if (HAS_TERMINAL) process.kill(process.pid, 'SIGINT');
    else log.write('warn', 'SIGHUP does nothing where one process serves');
  });
}

/** Whoever reads them may end, the disk may be full; the product goes on all the same. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

start().catch(async (error: unknown) => {
  const { explain } = await import('./start-failure.js');
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
