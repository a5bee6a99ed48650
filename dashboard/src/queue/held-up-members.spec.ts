import { describe, expect, it } from 'vitest';
import { HeldUpMembers } from './held-up-members.js';
import type { Tap } from './tap.js';

function tapOf(key: string, memberId: number): Tap {
  return {
    ...{ kind: 'use', key, userId: 3, memberId, memberName: 'Tom', at: 0, tries: 0 },
    ...{ usageDate: '2026-03-10', packageId: null, reason: null, base: null },
  };
}

const QUEUE = [tapOf('a1', 1), tapOf('b1', 2), tapOf('a2', 1), tapOf('c1', 3), tapOf('b2', 2)];

/** The order in which all are sent, each as though it got a final answer without `remove`. */
function orderOf(heldUp: HeldUpMembers, queue: readonly Tap[] = QUEUE): string[] {
  const order: string[] = [];
  let left = queue;
  for (let tap = heldUp.next(left); tap; tap = heldUp.next(left)) {
    const { key } = tap;
    order.push(key);
    left = left.filter((one) => one.key !== key);
  }
  return order;
}

describe('the order of taps', () => {
  it('is that of the queue where nobody is held up', () => {
    expect(orderOf(new HeldUpMembers())).toEqual(['a1', 'b1', 'a2', 'c1', 'b2']);
    expect(orderOf(new HeldUpMembers(), [])).toEqual([]);
  });

  it('has the others first, and keeps that of each member', () => {
    const heldUp = new HeldUpMembers();
    heldUp.moveToEnd(1);
    expect(orderOf(heldUp)).toEqual(['b1', 'c1', 'b2', 'a1', 'a2']);
  });

  it('has whoever was sent away last at the end, also once more', () => {
    const heldUp = new HeldUpMembers();
    for (const memberId of [1, 2, 3, 1]) heldUp.moveToEnd(memberId);
    expect(orderOf(heldUp)).toEqual(['b1', 'b2', 'c1', 'a1', 'a2']);
  });

  it('is as before once the member has an answer', () => {
    const heldUp = new HeldUpMembers();
    heldUp.moveToEnd(1);
    heldUp.remove(1);
    expect(orderOf(heldUp)).toEqual(['a1', 'b1', 'a2', 'c1', 'b2']);
  });
});
