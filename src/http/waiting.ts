import { Injectable } from '@nestjs/common';

/** Whether this process still waits for what it needs, before it can answer requests. */
@Injectable()
export class Waiting {
  private text: string | undefined;

  /** What it waits for, for people; undefined where it serves. */
  get reason(): string | undefined {
    return this.text;
  }

  /** From here on this process is not ready, and answers no request of the API. */
  begin(reason: string): void {
    this.text = reason;
  }

  /** From here on it serves. */
  end(): void {
    this.text = undefined;
  }
}
