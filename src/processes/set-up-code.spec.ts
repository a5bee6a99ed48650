import { describe, expect, it } from 'vitest';
import { SetUpCode } from './set-up-code.js';

describe('SetUpCode', () => {
  it('is eight letters, and another one each time', () => {
    const codes = Array.from({ length: 50 }, () => new SetUpCode().letters);
    for (const code of codes) expect(code).toMatch(/^[A-HJ-NP-Z]{8}$/);
    expect(new Set(codes).size).toBe(50);
  });

  it('is right however it is typed, and as often as it is', () => {
    const code = new SetUpCode();
    const typed = ` ${code.letters.slice(0, 4).toLowerCase()} - ${code.letters.slice(4)}`;
    for (let n = 0; n < 20; n += 1) {
      expect(code.try(typed, n)).toEqual({ isRight: true, refusedForMs: 0 });
    }
  });

  it('is not looked at behind five wrong ones, until the first of them is a minute old', () => {
    const code = new SetUpCode();
    const wrong = (atMs: number) => code.try(`${code.letters}A`, atMs);
    for (let n = 0; n < 5; n += 1) {
      expect(wrong(n * 1_000)).toEqual({ isRight: false, refusedForMs: 0 });
    }
    expect(code.try(code.letters, 10_000)).toEqual({ isRight: false, refusedForMs: 50_000 });
    expect(code.try(code.letters, 60_000)).toEqual({ isRight: true, refusedForMs: 0 });
    expect(wrong(60_001)).toEqual({ isRight: false, refusedForMs: 0 });
    expect(wrong(60_002)).toMatchObject({ refusedForMs: 998 });
  });
});
