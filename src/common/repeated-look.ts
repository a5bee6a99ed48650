import type { Logger } from '@nestjs/common';

/** How often a process looks at what other processes may have changed. */
const LOOK_EVERY_MS = 3_000;

/** Calls again and again; what it returns ends that. */
type Repeat = (call: () => void) => () => void;

/** Every three seconds, without keeping the process from its end. */
export const everyThreeSeconds: Repeat = (call) => {
  const timer = setInterval(call, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
};

/**
 * Looks at something every three seconds, one look at a time. A look that fails is tried again the
 * next time; the log says so once, and once when it works again.
 */
export class RepeatedLook {
  private stop: (() => void) | undefined;
  private looking: Promise<void> | undefined;
  private isInTrouble = false;

  /** `subject` is what is looked at, as the log says it: "the settings cannot be looked at". */
  constructor(
    private readonly look: () => Promise<unknown>,
    private readonly logger: Pick<Logger, 'log' | 'warn'>,
    private readonly subject: string,
    private readonly repeat = everyThreeSeconds,
  ) {}

  /** Looks at once, and from then on again and again. Never throws. */
  async begin(): Promise<void> {
    this.stop ??= this.repeat(() => void this.lookOnce());
    await this.lookOnce();
  }

  /** From here on no look begins any more. */
  end(): void {
    this.stop?.();
  }

  /** One that takes long is waited for. */
  private async lookOnce(): Promise<void> {
    this.looking ??= this.tryIt().finally(() => (this.looking = undefined));
    await this.looking;
  }

  private async tryIt(): Promise<void> {
    try {
      await this.look();
      if (this.isInTrouble) this.logger.log(`${this.subject} can be looked at again`);
      this.isInTrouble = false;
    } catch (error) {
      if (!this.isInTrouble) {
        this.logger.warn({ msg: `${this.subject} cannot be looked at`, err: error });
      }
      this.isInTrouble = true;
    }
  }
}
