import type { Tap } from './tap.js';

/**
 * The members whose taps the server has sent away for a while, whoever waits longest first. Nobody
 * else's taps wait behind theirs; one member's own taps keep their order.
 */
export class HeldUpMembers {
  private readonly ids = new Set<number>();

  /** The tap to send next, of those that may be sent, the oldest first. */
  next(taps: readonly Tap[]): Tap | undefined {
    const ofOthers = taps.find(({ memberId }) => !this.ids.has(memberId));
    if (ofOthers) return ofOthers;
    for (const id of this.ids) {
      const first = taps.find(({ memberId }) => memberId === id);
      if (first) return first;
    }
    return undefined;
  }

  /** The member was sent away, once more perhaps: all others come first. */
  moveToEnd(memberId: number): void {
    this.ids.delete(memberId);
    this.ids.add(memberId);
  }

  /** The member has got an answer that is final. */
  remove(memberId: number): void {
    this.ids.delete(memberId);
  }
}
