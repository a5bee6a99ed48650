import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { WITHOUT_LIMITS } from './limits.js';

const run = promisify(execFile);
const MAIN = resolve('dist/main.js');
/** A busy machine may take its time. */
const START_WITHIN_MS = 90_000;
const BUILD_WITHIN_MS = 240_000;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built product as a process of its own, from its first moment. */
export interface Launched {
  /** What it has printed so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
}

/** One that serves. */
export interface Product extends Launched {
  /** `http://…`, where it listens. */
  readonly base: string;
  readonly pid: number;
  /** Its standard output as it is read here; undefined where that goes to a file. */
  readonly stdout: Readable | undefined;
  /** How it ended, once it has. */
  readonly ended: Promise<Ended>;
}

/** Makes dist/ what the sources say. Call it in `beforeAll` of whatever starts the product. */
export async function ensureBuilt(): Promise<void> {
  await buildAlone('api');
}

/** Makes dashboard/dist what the sources say, for tests that look at it or open it. */
export async function ensureDashboardBuilt(): Promise<void> {
  await buildAlone('client', 'dashboard');
}

/** One at a time, because several test files may want the same at once. */
async function buildAlone(...parts: readonly string[]): Promise<void> {
  const place = Buffer.from(resolve('.')).toString('hex');
  const lock = join(tmpdir(), `coach-build-${parts.join('-')}-${place}`);
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch {
      const since = await stat(lock).then(
        ({ ctimeMs }) => ctimeMs,
        () => Date.now(),
      );
      // Its owner was killed.
      if (Date.now() - since > BUILD_WITHIN_MS) await rm(lock, { recursive: true });
      await sleep(100);
    }
  }
  try {
    const script = ['scripts/build-if-needed.mjs', ...parts];
    await run(process.execPath, script, { timeout: BUILD_WITHIN_MS });
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** The environment of a test's product: nothing of this process but where programs are. */
export type ProductEnv = Readonly<Record<string, string>>;

/** What else is there of a product's surroundings. */
export interface Surroundings {
  /** Another program than the Node that runs the tests. */
  readonly program?: string;
  /** Another build than that of this checkout. */
  readonly main?: string;
  /** The file to whose end both standard outputs are written. */
  readonly logFile?: string;
  /** Is given the product before it says where it listens. */
  readonly onLaunched?: (launched: Launched) => void;
  /** No file may grow beyond it, as by `ulimit -f`. */
  readonly largestFileKiB?: number;
}

/** Starts the product and waits until it ends, which it should do by itself. */
export async function runProduct(env: ProductEnv): Promise<Ended> {
  const { child, ended } = await launch(env);
  const timer = setTimeout(() => child.kill('SIGKILL'), START_WITHIN_MS);
  return ended.finally(() => clearTimeout(timer));
}

/** Starts the product and waits until it says where it listens. */
export async function startProduct(
  env: ProductEnv,
  surroundings: Surroundings = {},
): Promise<Product> {
  const all = { PORT: '0', LOG_LEVEL: 'silent', ...WITHOUT_LIMITS, ...env };
  const { child, ended, output } = await launch(all, surroundings);
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  surroundings.onLaunched?.({ output, signal });
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    const base = /API +(http:\/\/\S+)\/api\/v1\s/.exec(output())?.[1];
    if (base !== undefined) {
      const stdout = child.stdout ?? undefined;
      return { base, pid: child.pid ?? 0, output, signal, stdout, ended };
    }
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the product did not start: ${JSON.stringify(await ended)}`);
    }
    await sleep(20);
  }
}

/** Kills the product, if it still runs. */
export async function endProduct(product: Product | undefined): Promise<void> {
  product?.signal('SIGKILL');
  await product?.ended;
}

/** In an empty folder of its own, where no `.env` and no data lie about. */
async function launch(
  env: ProductEnv,
  { program = process.execPath, main = MAIN, logFile, largestFileKiB }: Surroundings = {},
): Promise<{ child: ChildProcess; ended: Promise<Ended>; output: () => string }> {
  const cwd = await mkdtemp(join(tmpdir(), 'coach-product-'));
  const { PATH = '' } = process.env;
  const into = logFile === undefined ? 'pipe' : openSync(logFile, 'a');
  const limit = largestFileKiB === undefined ? '' : `ulimit -f ${largestFileKiB}; `;
  const child = spawn('bash', ['-c', `${limit}exec "$0" "$@"`, program, main], {
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', into, into],
  });
  if (into !== 'pipe') closeSync(into);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((fulfil) => {
    child.once('close', (code, signal) => {
      void rm(cwd, { recursive: true, force: true }).then(() => {
        fulfil({ code, signal, stdout, stderr });
      });
    });
  });
  const output = () => (logFile === undefined ? stdout + stderr : readFileSync(logFile, 'utf8'));
  return { child, ended, output };
}
