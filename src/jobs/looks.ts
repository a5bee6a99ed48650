/**
 * Looks for something again and again, one look at a time, until its end: after as many
 * milliseconds as the last look says, or as soon as somebody wants it.
 */
export class Looks {
  private isOver = false;
  private isWanted = false;
  private goOnNow: (() => void) | undefined;
  private going: Promise<void> | undefined;

  constructor(private readonly look: () => Promise<number>) {}

  /** Looks for the first time, at once. */
  begin(): void {
    this.going ??= this.goOn();
  }

  /** Looks at once, or once more behind the look under way; apart from the caller's work. */
  want(): void {
    this.isWanted = true;
    this.goOnNow?.();
  }

  /** Begins no other look, and waits for the one under way. */
  async end(): Promise<void> {
    this.isOver = true;
    this.goOnNow?.();
    await this.going;
  }

  private async goOn(): Promise<void> {
    while (!this.isOver) {
      this.isWanted = false;
      const pauseMs = await this.look();
      await this.pause(pauseMs);
    }
  }

  /** What has come during the look ends it at once. It keeps no process from its end. */
  private async pause(ms: number): Promise<void> {
    if (this.isOver || this.isWanted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.goOnNow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.goOnNow = undefined;
  }
}
