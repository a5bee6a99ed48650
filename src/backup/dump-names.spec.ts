import { describe, expect, it } from 'vitest';
import { NamesOfDump } from './dump-names.js';

const DUMP = [
  'ALTER DATABASE `old` CHARACTER SET latin1 COLLATE latin1_bin ;',
  'DELIMITER ;;',
  '/*!50003 CREATE*/ /*!50017 DEFINER=`php`@`%`*/ /*!50003 TRIGGER t AFTER INSERT ON u FOR EACH',
  'SET @statement =',
  "'",
  'ALTER DATABASE `old` ',
  "' */;;",
  'DELIMITER ;',
  'ALTER DATABASE `old` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci ;',
  "INSERT INTO `t` (`a`) VALUES ('Łukasz ALTER DATABASE `old` ');",
  '',
].join('\n');

function pass(names: NamesOfDump, piece: number): string {
  const bytes = Buffer.from(DUMP);
  const parts = [];
  for (let at = 0; at < bytes.length; at += piece) {
    parts.push(names.take(bytes.subarray(at, at + piece)));
  }
  return Buffer.concat([...parts, names.end()]).toString();
}

describe('the names in a dump', () => {
  const altered = new Set(['`old`']);

  it.each([100_000, 64, 7, 1])('become those of the new place, in pieces of %i bytes', (piece) => {
    const renamed = pass(new NamesOfDump(new Set(['`php`@`%`']), altered, '`new``ß`'), piece);
    const expected = DUMP.replaceAll(
      /^ALTER DATABASE `old` CHAR/gm,
      'ALTER DATABASE `new``ß` CHAR',
    );
    expect(renamed).toBe(expected.replace('DEFINER=`php`@`%`', ''));
  });

  it('stay where it is the same place', () => {
    expect(pass(new NamesOfDump(new Set(), altered, '`old`'), 7)).toBe(DUMP);
  });
});
