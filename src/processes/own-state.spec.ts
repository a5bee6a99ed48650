import { describe, expect, it } from 'vitest';
import { OwnState } from './own-state.js';

describe('OwnState', () => {
  it('tells whoever came first to give up a place', () => {
    const state = new OwnState();
    const told: number[] = [];
    const leave = [1, 2, 3].map((n) => state.takePlace('ana', 2, () => told.push(n)));
    expect(told).toEqual([1]);
    state.takePlace('ben', 2, () => told.push(4));
    leave[0]?.();
    leave[1]?.();
    state.takePlace('ana', 2, () => told.push(5));
    expect(told).toEqual([1]);
    state.takePlace('ana', 2, () => told.push(6));
    expect(told).toEqual([1, 3]);
  });
});
