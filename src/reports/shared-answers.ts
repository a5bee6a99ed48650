import { setImmediate } from 'node:timers/promises';
import { Problem } from '../common/problem.js';

/** How long somebody waits for an answer that others get, too. */
const WAIT_MS = 8_000;
const RETRY_AFTER = 5;

interface Line<Answer> {
  readonly current: Promise<Answer>;
  next?: Promise<Answer>;
}

/**
 * Answers equal questions together. While one is being answered, all who ask the same wait for the
 * next answer, which is begun when that one is there. So however many ask, one answer at a time is
 * worked out, and nobody gets one that was begun before they asked: their own change is in it.
 *
 * The key must name everything by which answers differ, above all whose data they may show.
 */
export class SharedAnswers<Answer> {
  private readonly lines = new Map<string, Line<Answer>>();
  private leaving: Promise<unknown> = Promise.resolve();

  constructor(private readonly waitMs = WAIT_MS) {}

  /** An answer that is begun now or later. Throws `unavailable` where it takes too long. */
  async of(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const line = this.lines.get(key);
    if (!line) return this.begin(key, work);
    const again = async () => this.begin(key, work);
    line.next ??= line.current.then(again, again);
    const answer = await this.inTime(line.next);
    // One in each turn: to send many answers at once would take longer than a tap may wait.
    this.leaving = this.leaving.then(async () => setImmediate());
    await this.leaving;
    return answer;
  }

  private async begin(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const line: Line<Answer> = { current: work() };
    this.lines.set(key, line);
    const leave = () => {
      if (!line.next) this.lines.delete(key);
    };
    // Before those who wait for it, who stand behind it here.
    line.current.then(leave, leave);
    return line.current;
  }

  private async inTime(answer: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const detail = 'Too many ask for this report. Try again in a moment.';
        reject(new Problem('unavailable', detail, { retryAfter: RETRY_AFTER }));
      }, this.waitMs);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }
}
