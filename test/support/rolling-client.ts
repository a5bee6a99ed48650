import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Api } from './api.js';
import type { GivenMember } from './given.js';

const WAIT_AT_MOST_MS = 60_000;

/** How often the products were asked, and what it cost. */
interface Figures {
  readonly asked: number;
  readonly repeated: number;
  readonly slowestMs: number;
}

/**
 * A coach's client while one release follows the other: it asks whichever product serves, repeats
 * with the same key what is 503, as it is told, and sends some changes to two products at once.
 */
export class RollingClient {
  /** Everything that may not be. */
  readonly failures: string[] = [];
  /** Reasons of the corrections by 1 that were acknowledged. */
  readonly acknowledged: string[] = [];
  /** Sessions whose use was acknowledged; each was undone again. */
  used = 0;
  private asked = 0;
  private repeated = 0;
  private slowestMs = 0;
  private round = 0;

  /** `serving` are the products that a balancer would ask at the moment. */
  constructor(
    private readonly name: string,
    private readonly serving: () => readonly Api[],
    private readonly member: GivenMember,
  ) {}

  async goOn(mayGoOn: () => boolean, pauseMs: number): Promise<void> {
    while (mayGoOn()) {
      this.round += 1;
      await this.read();
      await (this.round % 2 === 0 ? this.correct() : this.train());
      await sleep(pauseMs);
    }
  }

  /** Since the last time that somebody asked. */
  takeFigures(): Figures {
    const { asked, repeated, slowestMs } = this;
    [this.asked, this.repeated, this.slowestMs] = [0, 0, 0];
    return { asked, repeated, slowestMs: Math.round(slowestMs) };
  }

  private async read(): Promise<void> {
    await this.ask(200, 'read', (api) => api.member(this.member));
  }

  /** The same key to two products at once: done once, and both say the same. */
  private async correct(): Promise<void> {
    const key = `${this.name}-${this.round}`;
    const body = { adjustment: 1, reason: key, packageId: this.member.packageId };
    const send = () => this.ask(200, key, (api) => api.adjust(this.member, body, { key }));
    const [one, other] = await Promise.all([send(), send()]);
    if (one?.text !== other?.text) this.failures.push(`${key}: two answers`);
    if (one && other) this.acknowledged.push(key);
  }

  /** Uses a session, says so again, and takes it back; the first one by starting a workout. */
  private async train(): Promise<void> {
    const key = `${this.name}-${this.round}-use`;
    const use = this.round === 1 ? 'startWorkout' : 'addUsage';
    const start = () => this.ask(201, key, (api) => api[use](this.member, {}, { key }));
    const begun = await start();
    const again = await start();
    if (!begun || !again) return;
    this.used += 1;
    if (begun.text !== again.text) this.failures.push(`${key}: two answers`);
    const id = (begun.body as { usage: { id: number } }).usage.id;
    const undo = { reason: 'by mistake' };
    await this.ask(200, 'undo', (api) =>
      api.undo(this.member, id, undo, { key: `${this.name}-${this.round}-undo` }),
    );
  }

  /** Repeats what is 503, at whichever product is next. Undefined where it failed otherwise. */
  private async ask(
    status: number,
    what: string,
    send: (api: Api) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const since = performance.now();
    while (performance.now() - since < WAIT_AT_MOST_MS) {
      this.asked += 1;
      const products = this.serving();
      const api = products[this.asked % products.length];
      if (!api) throw new Error('nobody serves');
      const sentAt = performance.now();
      const answer = await send(api).catch((error: unknown) => String(error));
      this.slowestMs = Math.max(this.slowestMs, performance.now() - sentAt);
      if (typeof answer !== 'string' && answer.status === status) return answer;
      const after = typeof answer === 'string' ? null : answer.headers.get('retry-after');
      if (typeof answer === 'string' || answer.status !== 503 || after === null) {
        const met = typeof answer === 'string' ? answer : `${answer.status} ${answer.text}`;
        const [shortly] = met.split(',"usage"');
        this.failures.push(`${this.name} ${what} at ${api.base}: ${shortly}`);
        return undefined;
      }
      this.repeated += 1;
      await sleep(Number(after) * 1_000);
    }
    this.failures.push(`${this.name} ${what}: 503 for ${WAIT_AT_MOST_MS} ms`);
    return undefined;
  }
}
