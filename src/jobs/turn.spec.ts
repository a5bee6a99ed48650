import { describe, expect, it } from 'vitest';
import { Turn, withinMs } from './turn.js';

const untilEnding = async (turn: Turn) => {
  while (!turn.isEnding()) await new Promise((resolve) => setImmediate(resolve));
};

describe('Turn', () => {
  it('comes to an end when the lease is found to be somebody else’s, and not before', async () => {
    const answers = [true, false];
    const turn = new Turn(1);
    await turn.during(
      () => untilEnding(turn),
      async () => {
        expect(turn.isEnding()).toBe(false);
        return Promise.resolve(answers.shift() ?? false);
      },
    );
    expect(answers).toEqual([]);
  });

  it('goes on where the database does not answer for a moment', async () => {
    const answers = [() => Promise.reject(new Error('away')), () => Promise.resolve(false)];
    const turn = new Turn(1);
    await turn.during(
      () => untilEnding(turn),
      async () => answers.shift()?.() ?? false,
    );
    expect(answers).toEqual([]);
  });
});

describe('withinMs', () => {
  it('waits for all, and for what has no end no longer than it may', async () => {
    const done: string[] = [];
    const soon = Promise.resolve().then(() => void done.push('soon'));
    await withinMs(60_000, [soon]);
    expect(done).toEqual(['soon']);
    await withinMs(1, [new Promise<void>(() => undefined)]);
  });
});
