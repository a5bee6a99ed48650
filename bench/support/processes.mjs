import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const START_WITHIN_MS = 60_000;
/** Clock ticks a second, in which Linux counts the time of processes. */
const TICKS = 100;

const running = new Set();
const endings = [];

/** Where an installed program is; by the beginning of its name, as Debian has versions in it. */
export function programOf(pattern) {
  for (const folder of FOLDERS.filter((one) => existsSync(one))) {
    const name = readdirSync(folder).find((one) => pattern.test(one));
    if (name) return join(folder, name);
  }
  throw new Error(`not installed: ${pattern} (mariadb-server, nginx, php-fpm or php-mysql)`);
}

/** A port of the loopback that nobody has. */
export async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Starts a program and waits until it listens; it is stopped at the end, whatever the end is. */
export async function start(what, args, { at, env = {}, cwd, signal = 'SIGTERM' }) {
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(what, args, {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd ? { cwd } : {}),
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => (said = `${said}${data}`.slice(-8_000)));
  }
  child.once('exit', () => running.delete(child));
  const deadline = Date.now() + START_WITHIN_MS;
  while (!(await answers(at))) {
    const isOver = child.exitCode !== null || child.signalCode !== null || Date.now() > deadline;
    if (isOver) throw new Error(`${what} did not start: ${said}`);
    await sleep(20);
  }
  return { pid: child.pid, said: () => said, stop: () => stop(child, signal) };
}

function answers(at) {
  return new Promise((done) => {
    const socket = createConnection(at.port ? { ...at, host: '127.0.0.1' } : at);
    const end = (isUp) => {
      socket.destroy();
      done(isUp);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

async function stop(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await ended;
}

/** Is done at the end, the last first: folders to be deleted. */
export function atTheEnd(what) {
  endings.push(what);
}

let stopped;

/** Stops all that was started, the last first. Whoever asks again waits for the same end. */
export function stopAll() {
  stopped ??= stopEverything();
  return stopped;
}

async function stopEverything() {
  for (const child of [...running].toReversed()) await stop(child, 'SIGTERM');
  for (const what of endings.splice(0).toReversed()) await what();
}

for (const name of ['SIGINT', 'SIGTERM']) {
  // A terminal and npm both pass the signal on: the second one must not cut the stopping short.
  process.on(name, () => void stopAll().finally(() => process.exit(130)));
}

/** Runs a command of the product, or of that of another checkout, to its end. */
export function runProduct(args, env, checkout = '.') {
  const cli = join(checkout, 'dist/src/cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** The process and all that it started, as Linux lists them now. */
function family(pid) {
  const children = read(`/proc/${pid}/task/${pid}/children`);
  return [pid, ...children.split(' ').filter(Boolean).map(Number).flatMap(family)];
}

/** Milliseconds of processor that a process and its children have used so far. */
export function cpuMsOf(pid) {
  const ticks = family(pid).map((one) => {
    const [, after = ''] = /^.*\) (.*)$/s.exec(read(`/proc/${one}/stat`)) ?? [];
    const fields = after.split(' ');
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  });
  return (ticks.reduce((sum, n) => sum + n, 0) * 1_000) / TICKS;
}

/** MiB in memory of a process and its children; what they share is counted once (Pss). */
export function memoryMbOf(pid) {
  const kb = family(pid).map((one) =>
    Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0),
  );
  return kb.reduce((sum, n) => sum + n, 0) / 1_024;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
