import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Product } from './process.js';

const LOGGED_WITHIN_MS = 10_000;

/** A line of the product's log. */
export interface LogLine {
  readonly pid: number;
  readonly msg: string;
  readonly [more: string]: unknown;
}

/** What the product has logged so far; it must run with LOG_LEVEL=info. */
export function logOf(product: Product): LogLine[] {
  return product
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}

/** The processes that said they serve, in the order of their starts. */
export function workersOf(product: Product): number[] {
  return logOf(product)
    .filter(({ msg }) => msg === 'a process serves')
    .map(({ process: pid }) => Number(pid));
}

/** The process that answered a request. */
export async function whoAnswered(product: Product, requestId: string): Promise<number> {
  const deadline = performance.now() + LOGGED_WITHIN_MS;
  while (performance.now() < deadline) {
    const line = logOf(product).find(({ reqId }) => reqId === requestId);
    if (line) return line.pid;
    await sleep(10);
  }
  throw new Error(`nobody answered ${requestId}`);
}

/** What a pinned client was answered. */
export interface PinnedAnswer {
  readonly status: number;
  readonly body: any;
}

/** A client with one connection, which stays with the process that got it. */
export class PinnedClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  private constructor(
    private readonly base: string,
    readonly pid: number,
  ) {}

  /** A client of each of the given processes. */
  static async ofEach(product: Product, pids: readonly number[]): Promise<PinnedClient[]> {
    const found = new Map<number, PinnedClient>();
    for (let tries = 0; tries < 20 && !pids.every((pid) => found.has(pid)); tries += 1) {
      const client = new PinnedClient(product.base, 0);
      const { requestId } = await client.send('GET', '/health/live');
      const pid = await whoAnswered(product, requestId);
      if (found.has(pid)) client.leave();
      else found.set(pid, Object.assign(client, { pid }));
    }
    return pids.map((pid) => {
      const client = found.get(pid);
      if (!client) throw new Error(`process ${pid} answers nobody`);
      return client;
    });
  }

  async ask(method: string, path: string, body?: object, headers = {}): Promise<PinnedAnswer> {
    return this.send(method, path, body, headers);
  }

  leave(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, body?: object, headers = {}) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = text === undefined ? {} : { 'Content-Type': 'application/json' };
    return new Promise<PinnedAnswer & { requestId: string }>((resolve, reject) => {
      const options = { method, agent: this.agent, headers: { ...type, ...headers } };
      const sent = request(`${this.base}${path}`, options, (response) => {
        let said = '';
        response.setEncoding('utf8').on('data', (data: string) => (said += data));
        response.on('error', reject).on('end', () => {
          const requestId = String(response.headers['x-request-id']);
          const { statusCode: status = 0 } = response;
          resolve({ status, requestId, body: said ? (JSON.parse(said) as unknown) : undefined });
        });
      });
      sent.on('error', reject).end(text);
    });
  }
}
