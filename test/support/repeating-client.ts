import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Answer } from './api.js';
import { ownConnection } from './own-connection.js';

/** Whoever is told to come again comes a little later. */
const PAUSE_MS = 50;

/** One correction by +1, under a key of its own, and what became of it. */
export interface Attempt {
  readonly key: string;
  /** What was answered; undefined where the connection broke first. */
  answer?: Answer;
  /** Why there was no answer. */
  brokenBy?: string;
}

/** A client that corrects a package by +1 again and again, and remembers what it was told. */
export class RepeatingClient {
  readonly attempts: Attempt[] = [];
  private readonly connection = ownConnection();

  constructor(
    private readonly name: string,
    private readonly target: { readonly id: number; readonly packageId: number },
  ) {}

  /** Goes on until told to stop, or until the connection breaks. */
  async goOn(api: Api, mayGoOn: () => boolean): Promise<void> {
    while (mayGoOn()) {
      const attempt: Attempt = { key: `${this.name}-${this.attempts.length}` };
      this.attempts.push(attempt);
      try {
        this.learned(attempt, await this.send(api, attempt));
        if (attempt.answer?.status !== 200) await sleep(PAUSE_MS);
      } catch (error) {
        attempt.brokenBy = String(error);
        return;
      }
    }
  }

  /** Sends an attempt (again). The key is the reason, too, so that the history names it. */
  async send(api: Api, { key }: Attempt): Promise<Answer> {
    const body = { adjustment: 1, reason: key, packageId: this.target.packageId };
    return api.through(this.connection).adjust(this.target, body, { key });
  }

  /** Remembers what a repeated attempt was answered. */
  learned(attempt: Attempt, answer: Answer): void {
    attempt.answer = answer;
  }

  get acknowledged(): Attempt[] {
    return this.attempts.filter(({ answer }) => answer?.status === 200);
  }

  /** Those of which the client does not know whether they were done. */
  get unknown(): Attempt[] {
    return this.attempts.filter(({ answer }) => answer?.status !== 200);
  }
}
