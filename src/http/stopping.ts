import { Injectable } from '@nestjs/common';

/**
 * Whether this process is about to end. What comes is served all the same, for a while: whoever
 * hands requests round needs a moment to see that they should go elsewhere.
 */
@Injectable()
export class Stopping {
  private isUnderWay = false;

  get hasBegun(): boolean {
    return this.isUnderWay;
  }

  /** From here on this process is not ready, and each answer ends its connection. */
  begin(): void {
    this.isUnderWay = true;
  }
}
