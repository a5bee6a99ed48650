import type { Progress } from '../verify/verify.service.js';
import type { Screen } from './terminal.js';

/** Often enough for people, and rare enough for a slow connection. */
const EVERY_MS = 200;

/** One line that is written over and over, on a terminal alone: files and pipes get none. */
export class ProgressLine {
  private shownAt = Number.NEGATIVE_INFINITY;
  private isShown = false;

  constructor(private readonly screen: Screen | undefined) {}

  /** Shows how far it is, if some time has passed since the last one. */
  show(text: string): void {
    const now = performance.now();
    if (this.screen?.isTTY !== true || now - this.shownAt < EVERY_MS) return;
    this.shownAt = now;
    this.isShown = true;
    // One that wraps could not be written over.
    this.screen.write(`\r\u001B[K${text.slice(0, (this.screen.columns ?? 80) - 1)}`);
  }

  /** Takes it away, before anything else is written. */
  clear(): void {
    if (this.isShown) this.screen?.write('\r\u001B[K');
    this.isShown = false;
  }
}

/** How far a verification is, in words. */
export function verifyingText({ pass, at, of, isWaiting = false }: Progress): string {
  if (isWaiting) return `Verifying ${pass}: waits for the database, at ${at}`;
  const percent = of === 0 ? 100 : Math.min(100, Math.floor((at / of) * 100));
  return `Verifying ${pass}: ${percent} % (id ${at} of ${Math.max(at, of)})`;
}
