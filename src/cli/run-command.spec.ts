import { describe, expect, it } from 'vitest';
import { readConfig } from '../config/environment.js';
import { runCommand } from './run-command.js';

async function run(...words: string[]) {
  let [written, complained] = ['', ''];
  const code = await runCommand(words, {
    configure: (given) => readConfig({ DATABASE_URL: 'sqlite:nowhere/typo.db', ...given }),
    write: (text) => (written += text),
    writeError: (text) => (complained += text),
  });
  return { code, written, complained };
}

describe('a command', () => {
  it('tells how it is called', async () => {
    const all = await run('--help');
    expect(all).toMatchObject({ code: 0, complained: '' });
    expect(all.written).toMatch(/^Usage: coach-sessions .*legacy:leave/s);
    const one = await run('migration:run', '--help');
    expect(one).toMatchObject({ code: 0, complained: '' });
    expect(one.written).toContain('--verbose');
  });

  it.each([
    [['verfy'], "unknown command 'verfy'"],
    [['migration:run', '--nothing'], "unknown option '--nothing'"],
    [['legacy:compare', '--php', '7'], 'Allowed choices are newest, older'],
    [['device-tokens', '--role', 'member'], "'--admin <e-mail>' not specified"],
    [['openapi'], "missing required argument 'file'"],
  ])('says what is wrong with %j', async (words, complaint) => {
    const { code, written, complained } = await run(...words);
    expect({ code, written }).toEqual({ code: 1, written: '' });
    expect(complained).toContain(complaint);
  });

  it('says why it failed in one line, and what it says otherwise is no failure', async () => {
    const failed = await run('migration:show');
    expect(failed).toMatchObject({ code: 1, written: '' });
    expect(failed.complained).toMatch(/^There is no database .*typo\.db\. Check DATABASE_URL\.\n$/);
  });

  it.each([[['verify']], [['verify', '--book-external']], [['verify', '--nothing']]])(
    'that could not check ends otherwise than with violations: %j',
    async (words) => {
      const { code, written, complained } = await run(...words);
      expect({ code, written }).toEqual({ code: 2, written: '' });
      const isMisspelt = words.includes('--nothing');
      expect(complained).toMatch(isMisspelt ? /unknown option/ : /\nCould not check: /);
    },
  );

  it('says what its exit code means', async () => {
    const { written } = await run('verify', '--help');
    expect(written).toContain('0 all laws hold, 1 violations, 2 could not check');
  });

  it('that would do what nobody confirmed ends as one that failed', async () => {
    const left = await run('legacy:leave');
    expect(left).toMatchObject({ code: 1, complained: '' });
    expect(left.written).toContain('npm run legacy:leave -- --yes');
  });
});
