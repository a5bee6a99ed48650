import { describe, expect, it } from 'vitest';
import {
  demandsSecondFactor,
  isPending,
  newRecoveryCodes,
  readCode,
  shownCode,
} from './second-factor-rules.js';

describe('a code as it was typed', () => {
  it.each(['492039', '492 039', ' 4 9 2 0 3 9 ', '492-039'])('%j is six digits', (text) => {
    expect(readCode(text)).toEqual({ kind: 'step', digits: '492039' });
  });

  it.each(['7k2mq-x94td', '7K2MQX94TD', '7k2mq x94td', ' 7k2mq–x94td'.replace('–', '-')])(
    '%j is a recovery code',
    (text) => {
      expect(readCode(text)).toEqual({ kind: 'recovery', letters: '7k2mqx94td' });
    },
  );

  it('takes letters that look like digits for these', () => {
    expect(readCode('OIL00-00000')).toEqual({ kind: 'recovery', letters: '0110000000' });
  });

  it.each(['', '49203', '4920391', '49203a', '٤٩٢٠٣٩', '7k2mq-x94t', '7k2mq-x94tu', '7k2mq_x94td'])(
    '%j is none',
    (text) => {
      expect(readCode(text)).toBeUndefined();
    },
  );
});

describe('new recovery codes', () => {
  it('are ten different ones, which are read as they are shown', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const letters of codes) {
      expect(shownCode(letters)).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/);
      expect(readCode(shownCode(letters))).toEqual({ kind: 'recovery', letters });
    }
  });

  it('use all 32 letters about equally often', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 320; n += 1) {
      for (const letter of newRecoveryCodes().join('')) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
    }
    // 1,000 of each are expected; the tenth of that is beyond three deviations.
    expect(counts.size).toBe(32);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });
});

it('a secret that was shown waits for an hour', () => {
  const at = new Date('2026-03-10T12:00:00Z');
  expect(isPending(at, new Date('2026-03-10T12:59:59Z'))).toBe(true);
  expect(isPending(at, new Date('2026-03-10T13:00:00Z'))).toBe(false);
});

it('is demanded of admins and staff where the studio says so', () => {
  const of = (secondFactor: 'optional' | 'required') =>
    (['admin', 'staff', 'coach', 'member'] as const).filter((role) =>
      demandsSecondFactor({ secondFactor }, { role }),
    );
  expect(of('required')).toEqual(['admin', 'staff']);
  expect(of('optional')).toEqual([]);
});
