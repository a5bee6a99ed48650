import { describe, expect, it } from 'vitest';
import { isOutOfIds } from './mariadb-ids.js';
import { MariadbDialect } from './mariadb.js';

const OUT = [
  ['MariaDB, strict', 167, "Out of range value for column 'id' at row 1"],
  ['MariaDB, not strict', 1062, "Duplicate entry '2147483647' for key 'PRIMARY'"],
  ['MySQL 8', 1062, "Duplicate entry '2147483647' for key 'coach_member_list.PRIMARY'"],
  ['an unsigned id', 1062, "Duplicate entry '4294967295' for key 'PRIMARY'"],
  ['a long id', 1467, 'Failed to read auto-increment value from storage engine'],
  ['a small id', 1264, "Out of range value for column 'id' at row 1"],
] as const;

const NOT = [
  ['an id that was given', 1062, "Duplicate entry '7' for key 'PRIMARY'", 'duplicate'],
  ['a key of a request', 1062, "Duplicate entry 'u3-a1b2' for key 'PRIMARY'", 'duplicate'],
  ['a day', 1062, "Duplicate entry '2147483647' for key 'uq_usage_day'", 'duplicate'],
  ['a number', 1264, "Out of range value for column 'booked' at row 1", 'value_rejected'],
] as const;

const tls = { mode: 'off', authority: undefined, isOpen: false } as const;
const server = { kind: 'mariadb', url: 'mariadb://none', poolSize: 1, tls } as const;

describe('a server whose table has no id left', () => {
  const dialect = new MariadbDialect(server, undefined);

  it.each(OUT)('is recognised: %s', (_, errno, sqlMessage) => {
    expect(isOutOfIds({ errno, sqlMessage })).toBe(true);
    expect(dialect.classify({ errno, sqlMessage })).toBe('out_of_ids');
  });

  it.each(NOT)('is not taken for one that refuses %s', (_, errno, sqlMessage, fault) => {
    expect(isOutOfIds({ errno, sqlMessage })).toBe(false);
    expect(dialect.classify({ errno, sqlMessage })).toBe(fault);
  });
});
