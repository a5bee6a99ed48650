import { describe, expect, it } from 'vitest';
import { lackOf } from './grant-rules.js';

const USAGE = 'GRANT USAGE ON *.* TO `op`@`%` IDENTIFIED BY PASSWORD "*0A"';
const DEMAND = { database: 'gym_a', rights: ['SELECT', 'DROP', 'SHOW VIEW'], own: ['SELECT'] };

const grant = (what: string, on: string, to = '`op`@`%`') => `GRANT ${what} ON ${on} TO ${to}`;
const lacking = (...lines: string[]) => lackOf([USAGE, ...lines], DEMAND);
const rightsLacking = (...lines: string[]) => lacking(...lines)?.rights ?? [];

describe('the rights of a user', () => {
  it.each([
    ['on all databases', [grant('SELECT, INSERT, DROP, SHOW VIEW', '*.*')]],
    ['as all rights', [grant('ALL PRIVILEGES', '`gym_a`.*')]],
    ['of an older server', [grant('ALL', '`gym_a`.*')]],
    ['by a pattern', [grant('ALL PRIVILEGES', '`gym%`.*')]],
    ['at several levels', [grant('SELECT', '*.*'), grant('DROP, SHOW VIEW', '`gym\\_a`.*')]],
    [
      'of active roles, but for what views need',
      [
        'GRANT `r` TO `op`@`%`',
        grant('SELECT', '*.*'),
        'GRANT `q` TO `r`',
        grant('DROP', '`gym\\_%`.*', '`r`'),
        grant('ALL PRIVILEGES', '`gym\\_a`.*', '`q`'),
      ],
    ],
    ['of everybody', [grant('SELECT, DROP', '`gym_a`.*'), grant('SHOW VIEW', '*.*', 'PUBLIC')]],
    ['with the right to grant', [`${grant('ALL PRIVILEGES', '`gym_a`.*')} WITH GRANT OPTION`]],
  ])('%s are enough', (_, lines) => {
    expect(lackOf([USAGE, ...lines], DEMAND)).toBeUndefined();
  });

  it.each([
    ['of another database', [grant('ALL PRIVILEGES', '`gym_b`.*')], DEMAND.rights],
    ['of an escaped name', [grant('ALL PRIVILEGES', '`gym\\_`.*')], DEMAND.rights],
    ['on columns', [grant('SELECT (`a`, `b`), DROP, SHOW VIEW', '`gym_a`.*')], ['SELECT']],
    ['on single tables', [grant('ALL PRIVILEGES', '`gym_a`.`t`')], DEMAND.rights],
    ['of a role alone', [grant('ALL PRIVILEGES', '`gym_a`.*', '`r`')], ['SELECT']],
    [
      'of which a narrower grant hides some',
      [grant('SELECT', '`gym_a`.*'), grant('ALL PRIVILEGES', '`gym%`.*')],
      ['DROP', 'SHOW VIEW'],
    ],
    [
      'that were taken back in this database (MySQL)',
      [
        grant('SELECT, DROP, SHOW VIEW', '*.*'),
        'REVOKE DROP ON `gym_a`.* FROM `op`@`%`',
        'REVOKE SELECT ON `other`.* FROM `op`@`%`',
      ],
      ['DROP'],
    ],
    ['on routines', [grant('EXECUTE', 'PROCEDURE `gym_a`.`t`')], DEMAND.rights],
  ])('%s are not', (_, lines, expected) => {
    expect(rightsLacking(...lines)).toEqual(expected);
  });

  it('are read as a server with ANSI_QUOTES writes them', () => {
    const lines = [USAGE, grant('ALL PRIVILEGES', '`gym\\_%`.*')];
    const quoted = lines.map((line) => line.replaceAll('`', '"'));
    expect(lackOf(quoted, DEMAND)).toBeUndefined();
  });

  it('are to be granted where the server looks for them', () => {
    expect(lacking()?.on).toBe('gym\\_a');
    expect(lacking(grant('SELECT', '`gym%`.*'))?.on).toBe('gym%');
    expect(lacking(grant('SELECT', '`gym%`.*'), grant('DROP', '`gym\\_a`.*'))?.on).toBe('gym\\_a');
    expect(lacking(grant('SELECT', '`gym%`.*', '`r`'))?.on).toBe('gym\\_a');
  });

  it('of a role that is not active do not count, and are named', () => {
    expect(lacking('GRANT `r`, `s` TO `op`@`%`', grant('SELECT', '*.*', '`s`'))).toMatchObject({
      rights: ['SELECT', 'DROP', 'SHOW VIEW'],
      idleRoles: ['`r`'],
    });
  });
});
