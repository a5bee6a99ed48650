import { describe, expect, it } from 'vitest';
import { ProgressLine, verifyingText } from './progress-line.js';

/** What a person, or a file, gets of what is written. */
function terminal(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

describe('the progress line', () => {
  it('is written over on a terminal, and taken away at the end', () => {
    const screen = terminal(true);
    const line = new ProgressLine(screen);
    line.show('first');
    line.clear();
    line.clear();
    expect(screen.written).toEqual(['\r\u001B[Kfirst', '\r\u001B[K']);
  });

  it('does not come more often than anybody can read', () => {
    const screen = terminal(true);
    const line = new ProgressLine(screen);
    for (let n = 0; n < 1_000; n += 1) line.show(`${n}`);
    expect(screen.written.length).toBeLessThan(20);
    expect(screen.written[0]).toContain('0');
  });

  it('never wraps', () => {
    const screen = terminal(true, 10);
    new ProgressLine(screen).show('a text that is too long');
    expect(screen.written).toEqual(['\r\u001B[Ka text th']);
  });

  it('is nothing where a file or a pipe takes it', () => {
    const file = terminal(false);
    const line = new ProgressLine(file);
    line.show('first');
    line.clear();
    expect(file.written).toEqual([]);
  });

  it('says how far it is, also where rows came meanwhile or there are none', () => {
    const text = (at: number, of: number) => verifyingText({ pass: 'packages', at, of });
    expect(text(1_500, 6_000)).toBe('Verifying packages: 25 % (id 1500 of 6000)');
    expect(text(6_100, 6_000)).toBe('Verifying packages: 100 % (id 6100 of 6100)');
    expect(text(0, 0)).toBe('Verifying packages: 100 % (id 0 of 0)');
    expect(verifyingText({ pass: 'packages', at: 7, of: 9, isWaiting: true })).toMatch(/waits/);
  });
});
