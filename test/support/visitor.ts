import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Each fifth request is a change. */
const CHANGE_EVERY = 5;
const ANSWERED_WITHIN_MS = 20_000;

interface Target {
  readonly id: number;
  readonly packageId: number;
}

/** A client that reads and changes without repeating anything, and notes all that goes wrong. */
export class Visitor {
  readonly failures: string[] = [];
  /** The keys of changes that were acknowledged; each is the reason of its change, too. */
  readonly acknowledged: string[] = [];
  answered = 0;
  private asked = 0;
  private readonly agent: Agent;

  /** `isFaithful` keeps its connection; another one comes by a new connection each time. */
  constructor(
    private readonly name: string,
    private readonly base: string,
    private readonly headers: Record<string, string>,
    private readonly target: Target,
    private readonly options: { isFaithful: boolean; hasKeys: boolean },
  ) {
    this.agent = new Agent({ keepAlive: options.isFaithful, maxSockets: 1 });
  }

  async goOn(mayGoOn: () => boolean, pauseMs: number): Promise<void> {
    while (mayGoOn()) {
      this.asked += 1;
      await (this.asked % CHANGE_EVERY === 0 ? this.change() : this.read());
      await sleep(pauseMs);
    }
    this.agent.destroy();
  }

  private async read(): Promise<void> {
    await this.send('GET', `/api/v1/members/${this.target.id}`);
  }

  private async change(): Promise<void> {
    const reason = `${this.name}-${this.asked}`;
    const body = { adjustment: 1, reason, packageId: this.target.packageId };
    const key = this.options.hasKeys ? { 'Idempotency-Key': reason } : {};
    const path = `/api/v1/members/${this.target.id}/adjustments`;
    if (await this.send('POST', path, body, key)) this.acknowledged.push(reason);
  }

  private async send(method: string, path: string, body?: object, more = {}): Promise<boolean> {
    const met = await this.exchange(method, path, body, more);
    this.answered += 1;
    if (met === '200') return true;
    this.failures.push(`${this.name} ${method}: ${met}`);
    return false;
  }

  private exchange(method: string, path: string, body: object | undefined, more: object) {
    const type = body ? { 'Content-Type': 'application/json' } : {};
    const headers = { ...this.headers, ...type, ...more };
    const options = { method, agent: this.agent, headers, timeout: ANSWERED_WITHIN_MS };
    return new Promise<string>((resolve) => {
      const sent = request(`${this.base}${path}`, options, (response) => {
        response.resume().on('end', () => resolve(String(response.statusCode)));
        response.on('error', (error) => resolve(error.message));
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', (error) => resolve(error.message));
      sent.end(body && JSON.stringify(body));
    });
  }
}
