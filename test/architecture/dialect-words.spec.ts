import { describe, expect, it } from 'vitest';
import { PRODUCT_FILES, read } from './house-files.js';

/** What names one of the databases, or is understood by only one of them. */
const WORDS = [
  'sqlite|maria\\s?db|mysql|libsql|innodb',
  'auto_?increment|pragma|sqlite_master|information_schema|last_insert_(id|rowid)',
  'on duplicate key|on conflict|(insert|update) (or )?(ignore|replace)|replace into',
  'for update|skip locked|lock in share mode|returning\\s+(id|\\*)|straight_join|force index',
  "datetime\\('now",
];

/** Functions of SQL that differ, or that ask the server what day it is. SQL is in capitals. */
const FUNCTIONS = [
  'NOW|SYSDATE|CURDATE|CURTIME|UNIX_TIMESTAMP|DATE_(ADD|SUB|FORMAT)|TIMESTAMPDIFF|DATEDIFF',
  'DATE|DATETIME|STRFTIME|JULIANDAY|CONCAT|GROUP_CONCAT|JSON_\\w+|IF|LEAST|GREATEST',
];

const DIALECT = new RegExp(WORDS.join('|'), 'i');
const FUNCTION = new RegExp(`\\b(${FUNCTIONS.join('|')})\\(`);

/** Where the databases may be told apart; what is taken over lies on a server always. */
const HOME = /^(src\/(config|database|adoption|backup)|migrations\/(support|adoption))\//;

/** Words that stand elsewhere, each for a reason. */
const EXCEPTIONS: readonly { file: string; word: string; reason: string }[] = [
  {
    file: 'src/cli/api-document.ts',
    word: 'sqlite:',
    reason: 'the URL of a database, as a person writes it in DATABASE_URL',
  },
  {
    file: 'src/packages/sold-sql.ts',
    word: 'JSON_ARRAY',
    reason: 'all of the databases have it, and mean the same',
  },
  ...['backup', 'copy-proof', 'restore', 'restore-embedded', 'restore-server'].map((name) => ({
    file: `src/cli/${name}.ts`,
    word: "'sqlite'",
    reason: 'a file and a server are copied in different ways',
  })),
];

describe('words of one database', () => {
  it('stand in config, database, adoption, backup and the helpers of migrations only', () => {
    const found = PRODUCT_FILES.filter((file) => !HOME.test(file)).flatMap(dialectLinesOf);
    expect(found).toEqual([]);
  });

  it('have no exception that nobody needs', () => {
    const needless = EXCEPTIONS.filter(({ file, word }) => !codeOf(file).includes(word));
    expect(needless).toEqual([]);
  });

  it.each([
    "type: 'MariaDB'",
    'INSERT OR IGNORE INTO a',
    'SELECT 1 FOR UPDATE',
    'WHERE at < NOW()',
    "default: datetime('now')",
    'INSERT INTO a VALUES (1) RETURNING id',
  ])('are recognised in %s', (sample) => {
    expect(isOfOneDatabase(sample)).toBe(true);
  });

  it.each(['this.clock.now()', 'malformed_json', 'tx.forUpdate', 'update(tx, row)'])(
    'are not found in %s',
    (sample) => {
      expect(isOfOneDatabase(sample)).toBe(false);
    },
  );
});

function isOfOneDatabase(text: string): boolean {
  return DIALECT.test(text) || FUNCTION.test(text);
}

function dialectLinesOf(file: string): string[] {
  const words = EXCEPTIONS.filter((one) => one.file === file).map((one) => one.word);
  const code = words.reduce((text, word) => text.replaceAll(word, ''), codeOf(file));
  const lines = code.split('\n').map((line, index) => `${file}:${index + 1} ${line.trim()}`);
  return lines.filter((line) => isOfOneDatabase(line.slice(file.length)));
}

/** The code without its comments; lines keep their numbers. */
function codeOf(file: string): string {
  const blank = (comment: string) => comment.replace(/[^\n]/g, '');
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/(^|\s)\/\/.*$/gm, blank);
}
