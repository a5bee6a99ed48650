import { describe, expect, it } from 'vitest';
import { LogOutput } from './log-output.js';

/** A place that takes as many bytes as it is given room for, and says why it takes no more. */
class Place {
  text = '';

  constructor(
    public room: number,
    public refusal: 'EAGAIN' | 'ENOSPC' | 'EPIPE',
  ) {}

  readonly put = (bytes: Uint8Array): number => {
    if (this.room === 0) throw Object.assign(new Error(this.refusal), { code: this.refusal });
    const taken = bytes.subarray(0, this.room);
    this.room -= taken.length;
    this.text += Buffer.from(taken).toString();
    return taken.length;
  };

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '');
  }
}

const PLENTY = 1e9;
const isReport = (line: string) => line.includes('lines of this log were dropped');
const countIn = (line = '{}') => (JSON.parse(line) as { dropped?: number }).dropped;

describe('LogOutput', () => {
  it.each(['ENOSPC', 'EPIPE'] as const)('drops and counts lines at %s, then says it', (refusal) => {
    const place = new Place(4, refusal);
    const output = new LogOutput(place.put);
    for (const line of ['one\n', 'two\n', 'three\n']) output.write(line);
    expect([place.text, output.droppedLines]).toEqual(['one\n', 2]);
    place.room = PLENTY;
    output.write('four\n');
    output.write('five\n');
    expect(place.lines.map((line) => (isReport(line) ? countIn(line) : line))).toEqual([
      ...['one', 'four', 2, 'five'],
    ]);
    expect(output.droppedLines).toBe(2);
  });

  it('ends a line that was cut by a full disk before it goes on', () => {
    const place = new Place(6, 'ENOSPC');
    const output = new LogOutput(place.put);
    output.write('one\n');
    output.write('two\n');
    place.room = PLENTY;
    output.write('three\n');
    expect(place.lines.filter((line) => !isReport(line))).toEqual(['one', 'tw', 'three']);
  });

  it('counts each line of several that are dropped together, and the one that is cut', () => {
    const place = new Place(6, 'ENOSPC');
    const output = new LogOutput(place.put);
    output.write('one\ntwo\nthree\n');
    expect([place.text, output.droppedLines]).toEqual(['one\ntw', 2]);
    place.room = PLENTY;
    output.write('four\nfive\n');
    expect(place.lines.filter((line) => !isReport(line))).toEqual(['one', 'tw', 'four', 'five']);
  });

  it('goes on at once behind a line that was written whole', () => {
    const place = new Place(4, 'ENOSPC');
    const output = new LogOutput(place.put);
    output.write('one\ntwo\n');
    place.room = PLENTY;
    output.write('three\n');
    expect(place.text.startsWith('one\nthree\n')).toBe(true);
    expect(output.droppedLines).toBe(1);
  });

  it('does not fill a disk with reports', () => {
    const place = new Place(0, 'ENOSPC');
    const output = new LogOutput(place.put);
    for (let n = 0; n < 10; n += 1) {
      place.room = 0;
      output.write('lost\n');
      place.room = PLENTY;
      output.write('kept\n');
    }
    expect(place.lines.filter(isReport).map(countIn)).toEqual([1]);
    expect(output.droppedLines).toBe(10);
  });

  it('lets lines wait for a slow reader, in their order, none of them in parts', async () => {
    const place = new Place(2, 'EAGAIN');
    const output = new LogOutput(place.put);
    const lines = Array.from({ length: 100 }, (_, n) => `line ${n}`);
    for (const line of lines) output.write(`${line}\n`);
    expect(place.text).toBe('li');
    for (const room of [1, 7, 200]) {
      place.room = room;
      await expect.poll(() => place.room).toBe(0);
    }
    place.room = PLENTY;
    await expect.poll(() => place.lines).toEqual(lines);
    expect(output.droppedLines).toBe(0);
  });

  it('keeps a limited number for a reader that is stuck, and says how many it lost', async () => {
    const place = new Place(0, 'EAGAIN');
    const output = new LogOutput(place.put);
    const line = `${'x'.repeat(1023)}\n`;
    for (let n = 0; n < 1_500; n += 1) output.write(line);
    expect(output.droppedLines).toBe(1_500 - 1_024);
    place.room = PLENTY;
    await expect.poll(() => place.lines.filter(isReport).map(countIn)).toEqual([1_500 - 1_024]);
    expect(place.lines).toHaveLength(1_025);
  });

  it('tries for a moment at the end of the process, and no longer', () => {
    const place = new Place(0, 'EAGAIN');
    const output = new LogOutput(place.put);
    output.write('last words\n');
    const startedMs = performance.now();
    output.endWithin(50);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(50);
    place.room = PLENTY;
    output.endWithin(50);
    expect(place.text).toBe('last words\n');
  });
});
