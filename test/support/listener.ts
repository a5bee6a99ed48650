import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import type { PackageDto } from '../../src/packages/dto/package.dto.js';
import type { Api } from './api.js';

/** An event of a stream; comments are events of the name `:`. */
export interface HeardEvent {
  readonly name: string;
  readonly data: any;
}

const WITHIN_MS = 25_000;

/** Somebody who listens to the live updates, as a browser or a tool does. */
export class Listener {
  readonly events: HeardEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private rest = '';
  private isClosed = false;

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.hear(text));
    // A connection that is cut ends the same.
    response.on('error', () => undefined);
    response.on('close', () => {
      this.isClosed = true;
      this.wake();
    });
  }

  /** Opens a stream with the token of an API, or with a ticket and without the token. */
  static async open(api: Api, ticket?: string): Promise<Listener> {
    const query = ticket === undefined ? '' : `?ticket=${ticket}`;
    const headers = ticket === undefined ? api.authorization : {};
    const url = `${api.base}/api/v1/events${query}`;
    return new Promise((resolve, reject) => {
      const request = get(url, { headers, agent: false }, (response) => {
        if (response.statusCode === 200) resolve(new Listener(request, response));
        else reject(new Error(`no stream: ${response.statusCode}`));
      });
      request.on('error', reject);
    });
  }

  /** Opens a stream and waits for the whole snapshot. */
  static async openAndSee(api: Api, ticket?: string): Promise<Listener> {
    const listener = await Listener.open(api, ticket);
    await listener.until(() => listener.named('snapshot').at(-1)?.complete === true);
    return listener;
  }

  named(name: string): any[] {
    return this.events.filter((event) => event.name === name).map(({ data }) => data as unknown);
  }

  /** Every state of a package that was told, oldest first. */
  toldOf(id: number): PackageDto[] {
    const shown = this.named('snapshot').flatMap((data) => data.packages as PackageDto[]);
    const told = [...shown, ...(this.named('package') as PackageDto[])];
    return told.filter((one) => one.id === id);
  }

  /** The ids of all packages that were ever told, ascending. */
  get ids(): number[] {
    const shown = this.named('snapshot').flatMap((data) => data.packages as PackageDto[]);
    const all = [...shown, ...(this.named('package') as PackageDto[])];
    return [...new Set(all.map(({ id }) => id))].toSorted((a, b) => a - b);
  }

  /** Waits until a package is told in a state that fits. */
  async untilTold(id: number, facts: Partial<PackageDto>): Promise<PackageDto> {
    const find = () =>
      this.toldOf(id).find((one) =>
        Object.entries(facts).every(([key, value]) => one[key as keyof PackageDto] === value),
      );
    await this.until(() => find() !== undefined);
    const found = find();
    if (!found) throw new Error('never told');
    return found;
  }

  /** Waits for the first event of a name. */
  async untilNamed(name: string, withinMs = WITHIN_MS): Promise<any> {
    await this.until(() => this.named(name).length > 0, withinMs);
    return this.named(name)[0];
  }

  /** Waits until the server has closed the stream. */
  async untilClosed(): Promise<void> {
    await this.until(() => this.isClosed);
  }

  async until(condition: () => boolean, withinMs = WITHIN_MS): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!condition()) {
      const leftMs = deadline - performance.now();
      if (leftMs < 0 || (this.isClosed && !condition())) {
        throw new Error(`this never came; heard: ${JSON.stringify(this.events).slice(-2000)}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Goes away without a word, as a phone does. */
  leave(): void {
    this.request.destroy();
  }

  private hear(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, name] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (block.startsWith(':')) this.events.push({ name: ':', data: block });
      else if (block.startsWith('retry:')) this.events.push({ name: 'retry', data: block });
      else this.events.push({ name: name ?? '', data: JSON.parse(data ?? 'null') });
    }
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
