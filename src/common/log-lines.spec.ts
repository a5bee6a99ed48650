import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LogLines } from './log-lines.js';
import { LogOutput } from './log-output.js';

/** The lines of a log, and each piece in which they were written. */
function logWith(): { lines: LogLines; pieces: string[] } {
  const pieces: string[] = [];
  const output = new LogOutput((bytes) => {
    pieces.push(Buffer.from(bytes).toString());
    return bytes.length;
  });
  return { lines: new LogLines(output), pieces };
}

describe('LogLines', () => {
  it('writes the lines of one turn in one piece, in their order', async () => {
    const { lines, pieces } = logWith();
    lines.write('one\n');
    lines.write('two\n');
    expect(pieces).toEqual([]);
    await nextTurn();
    expect(pieces).toEqual(['one\ntwo\n']);
    lines.write('three\n');
    await nextTurn();
    expect(pieces).toEqual(['one\ntwo\n', 'three\n']);
  });

  it('makes no piece that a pipe could mix with those of other processes', async () => {
    const { lines, pieces } = logWith();
    const line = `${'ü'.repeat(499)}\n`;
    for (let n = 0; n < 10; n += 1) lines.write(line);
    await nextTurn();
    expect(pieces.map((piece) => Buffer.byteLength(piece))).toEqual([3_996, 3_996, 1_998]);
    lines.write(`${'x'.repeat(9_000)}\n`);
    lines.write('short\n');
    await nextTurn();
    expect(pieces.slice(3).map(({ length }) => length)).toEqual([9_001, 6]);
  });

  it('can be written at once, and is written once', async () => {
    const { lines, pieces } = logWith();
    lines.write('last words\n');
    lines.flush();
    expect(pieces).toEqual(['last words\n']);
    await nextTurn();
    expect(pieces).toHaveLength(1);
  });
});
