import type { Writable } from 'node:stream';

/**
 * Resolves when all that was written to a stream has gone out, or nobody reads it any more. A pipe
 * takes what it has room for at once, and a process that exits takes the rest along.
 */
export async function written(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}
