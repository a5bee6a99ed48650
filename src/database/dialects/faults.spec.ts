import { describe, expect, it } from 'vitest';
import type { Fault } from './dialect.js';
import { mariadbFaultOf } from './mariadb-faults.js';
import { sqliteFaultOf } from './sqlite-faults.js';

describe('an error of the embedded database', () => {
  it.each<[code: string, fault: Fault]>([
    ['SQLITE_BUSY', 'conflict'],
    ['SQLITE_BUSY_RECOVERY', 'conflict'],
    ['SQLITE_LOCKED_SHAREDCACHE', 'conflict'],
    ['SQLITE_PROTOCOL', 'conflict'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'duplicate'],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', 'duplicate'],
    ['SQLITE_CONSTRAINT_CHECK', 'check'],
    ['SQLITE_CONSTRAINT_NOTNULL', 'other'],
    ['SQLITE_FULL', 'no_room'],
    ['SQLITE_IOERR', 'storage'],
    ['SQLITE_IOERR_FSYNC', 'storage'],
    ['SQLITE_READONLY_DBMOVED', 'storage'],
    ['SQLITE_CANTOPEN', 'storage'],
    ['SQLITE_CORRUPT', 'storage'],
    ['SQLITE_NOTADB', 'storage'],
    ['SQLITE_ERROR', 'other'],
    ['', 'other'],
  ])('%s is of the kind %s', (code, fault) => {
    expect(sqliteFaultOf({ code })).toBe(fault);
  });
});

describe('an error of the server', () => {
  it.each<[errno: number, fault: Fault]>([
    [1213, 'conflict'],
    [1205, 'conflict'],
    [1020, 'conflict'],
    [1317, 'conflict'],
    [1969, 'timeout'],
    [3024, 'timeout'],
    [2013, 'connection_lost'],
    [1040, 'connection_lost'],
    [1135, 'connection_lost'],
    [1047, 'connection_lost'],
    [1290, 'read_only'],
    [1836, 'read_only'],
    [1792, 'read_only'],
    [1062, 'duplicate'],
    [1406, 'value_rejected'],
    [4025, 'check'],
    [1114, 'no_room'],
    [1021, 'no_room'],
    [1026, 'no_room'],
    [3, 'no_room'],
    [20, 'no_room'],
    [2, 'storage'],
    [1030, 'storage'],
    [1034, 'storage'],
    [1036, 'storage'],
    [1932, 'storage'],
    [1064, 'other'],
    [1146, 'other'],
    [0, 'other'],
  ])('%i is of the kind %s', (errno, fault) => {
    expect(mariadbFaultOf({ errno, code: 'ER_SOMETHING' })).toBe(fault);
  });

  it('says by its text that the disk is full', () => {
    const sqlMessage = 'Got error 28 "No space left on device" from storage engine InnoDB';
    expect(mariadbFaultOf({ errno: 1030, sqlMessage })).toBe('no_room');
    expect(mariadbFaultOf({ errno: 1064, sqlMessage })).toBe('other');
  });

  it('that has no number is one of the connection, or of ours', () => {
    expect(mariadbFaultOf({ code: 'ECONNREFUSED', errno: -111 })).toBe('connection_lost');
    expect(mariadbFaultOf({ code: 'PROTOCOL_SEQUENCE_TIMEOUT' })).toBe('timeout');
    expect(mariadbFaultOf({ fatal: true })).toBe('connection_lost');
    expect(mariadbFaultOf({})).toBe('other');
  });
});
