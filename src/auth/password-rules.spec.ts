import { describe, expect, it } from 'vitest';
import { Problem } from '../common/problem.js';
import { isKnownPassword } from './known-passwords.js';
import { requireGoodPassword } from './password-rules.js';

const ADA = { email: 'ada.moreau@example.com', firstName: 'Ada', lastName: 'Moreau-Lind' };

describe('passwords that everybody tries', () => {
  it.each([
    ...['password123', 'Passw0rd!!', 'p@ssw0rd2024', 'passwordpassword', '123password'],
    ...['1234567890', '0987654321', '1111111111', '1212121212', '1111122222', 'abcabcabcabc'],
    ...['qwertyuiop', 'asdfghjkl1', '1q2w3e4r5t', '1qaz2wsx3edc', 'qwertzuiop'],
    ...['iloveyou!!', 'iloveyou1234', 'Sommer2026!', 'Winter-2025', 'letmein12345'],
    ...['training-day', 'Coach Sessions', 'Fussball2024', 'schalke0404', 'abcdefghij'],
  ])('has %s among them', (password) => {
    expect(isKnownPassword(password)).toBe(true);
  });

  it.each([
    ...['nine blue kettles', 'correct horse battery', 'Xk3#vTq9zL', '7391846205', 'tr0ub4dor&3x'],
    ...['sunshine on the harbour', 'äöüßàéîõñç', 'my-coach-is-called-ben', 'h4rb0ur-lights'],
  ])('has not %s', (password) => {
    expect(isKnownPassword(password)).toBe(false);
  });
});

describe('a new password', () => {
  const codeOf = (password: string, isBcrypt = false): string | undefined => {
    try {
      requireGoodPassword(password, ADA, isBcrypt);
      return undefined;
    } catch (error) {
      return error instanceof Problem ? error.code : String(error);
    }
  };

  it('has ten characters or more, counted as they are seen', () => {
    expect(codeOf('kettle+12')).toBe('password_too_weak');
    expect(codeOf('kettle+123')).toBeUndefined();
    expect(codeOf('🦊🐻🐼🐨🐯🦁🐮🐷🐸')).toBe('password_too_weak');
    expect(codeOf('🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵')).toBeUndefined();
  });

  it('has 128 at most, and 72 bytes where PHP must read it', () => {
    const long = 'k€ttle nine '.repeat(11).slice(0, 128);
    expect(codeOf(long)).toBeUndefined();
    expect(codeOf(`${long}x`)).toBe('password_too_long');
    const most = 'äöüßàéîõñçøåæœēūīōāžščřý nine blue kettles on it';
    expect(Buffer.byteLength(most)).toBe(72);
    expect(codeOf(most, true)).toBeUndefined();
    expect(codeOf(`${most}x`, true)).toBe('password_too_long');
  });

  it('is neither the name nor the e-mail address', () => {
    const own = [
      'Ada.Moreau@example.com',
      'ada.moreau1',
      'AdaMoreauLind',
      'moreau-lind',
      'Moreau Lind Ada 7',
    ];
    expect(own.map((one) => codeOf(one))).toEqual(own.map(() => 'password_too_weak'));
    expect(codeOf('ada likes kettles')).toBeUndefined();
  });
});
