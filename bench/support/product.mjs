import { readFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atTheEnd, freePort, start } from './processes.mjs';
import { PASSWORD } from './studio.mjs';

const ALL_SERVE_WITHIN_MS = 60_000;

/** Whether the product can run as several processes yet. */
export function knowsProcesses() {
  return readFileSync('dist/src/config/environment.js', 'utf8').includes("'PROCESSES'");
}

/**
 * The built product with everything on, as an operator starts it; with `profile` it writes where
 * its time went into that folder when it stops; with `checkout` it is that of another checkout.
 */
export async function startProduct(databaseUrl, how = {}) {
  const { processes = 1, profile, checkout = '.' } = how;
  const port = await freePort();
  // An empty folder, where no `.env` lies about.
  const cwd = mkdtempSync(join(tmpdir(), 'coach-bench-product-'));
  atTheEnd(() => rmSync(cwd, { recursive: true, force: true }));
  const env = {
    ...{ DATABASE_URL: databaseUrl, PORT: String(port), NODE_ENV: 'production' },
    ...{ STUDIO_TIME_ZONE: 'UTC', JWT_SECRET: 'only-for-this-benchmark-00000000000000' },
    // Sign-ins from many addresses, as from many phones.
    ...{ ACCESS_TOKEN_MINUTES: '60', TRUSTED_PROXIES: 'loopback' },
    // A coach of a round asks more than a person may.
    ...{ PERSON_CHANGES_PER_SECOND: '0', PERSON_READS_PER_SECOND: '0' },
    PERSON_STREAMS_PER_SECOND: '0',
    ...(processes > 1 ? { PROCESSES: String(processes) } : {}),
  };
  const from = performance.now();
  const program = await start(
    process.execPath,
    [
      ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`] : []),
      ...['--enable-source-maps', resolve(checkout, 'dist/src/main.js')],
    ],
    {
      at: { port },
      env,
      cwd,
    },
  );
  await answerOf({ port, path: '/health/live' });
  const startMs = performance.now() - from;
  // The first of several serves before the others do.
  const deadline = Date.now() + ALL_SERVE_WITHIN_MS;
  while (!program.said().includes('Coach sessions is running')) {
    if (Date.now() > deadline) throw new Error(`not all processes serve: ${program.said()}`);
    await sleep(20);
  }
  return { ...program, port, startMs };
}

/** One request, for what is not measured. */
function answerOf({ port, path, method = 'GET', headers = {}, body }) {
  return new Promise((fulfil, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = text === undefined ? {} : { 'Content-Type': 'application/json' };
    const length = text === undefined ? {} : { 'Content-Length': Buffer.byteLength(text) };
    const options = { port, path, method, agent: false, host: '127.0.0.1' };
    const request = ask({ ...options, headers: { ...headers, ...type, ...length } }, (response) => {
      let said = '';
      response.setEncoding('utf8').on('data', (data) => (said += data));
      response.on('end', () =>
        fulfil({ status: response.statusCode, headers: response.headers, text: said }),
      );
    });
    request.on('error', reject);
    request.end(text);
  });
}

/** A request of a job, by whom it names. */
export function askAs({ token, headers = {}, method, path, body }, tokens, port) {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${tokens[token]}` };
  return answerOf({ port, method, path, body, headers: { ...headers, ...authorization } });
}

/** The access token of somebody; each comes from an address of their own. */
async function tokenOf(port, email, n) {
  const headers = { 'X-Forwarded-For': `10.1.${n >> 8}.${n & 255}` };
  const path = '/api/v1/auth/login';
  const body = { email, password: PASSWORD };
  const { status, text } = await answerOf({ port, path, method: 'POST', headers, body });
  if (status !== 200) throw new Error(`${email} cannot sign in: ${status} ${text}`);
  return JSON.parse(text).accessToken;
}

/** Tokens of the admin and all coaches, by their names in `requests`. */
export async function tokensOf(port, coaches) {
  const tokens = { admin: await tokenOf(port, 'admin@gym.example', 0) };
  for (let n = 0; n < coaches; n += 1) {
    tokens[`coach${n}`] = await tokenOf(port, `coach${n}@gym.example`, n + 1);
  }
  return tokens;
}
