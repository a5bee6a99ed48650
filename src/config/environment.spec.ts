import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readConfig } from './environment.js';

const SERVER = { DATABASE_URL: 'mariadb://coach:secret@127.0.0.1/coach' };

describe('PROCESSES', () => {
  const countOf = (PROCESSES: string, more: object = SERVER) =>
    readConfig({ PROCESSES, ...more }).processes;

  it('is one where nobody says otherwise', () => {
    expect(readConfig(SERVER)).toMatchObject({ processes: 1, processesAsked: 1 });
  });

  it('is a number, or as many as there are cores', () => {
    expect(countOf('3')).toBe(3);
    expect(countOf('auto')).toBe(Math.min(64, availableParallelism()));
  });

  it('is one on the embedded database, whatever was asked for', () => {
    expect(readConfig({ PROCESSES: '4' })).toMatchObject({ processes: 1, processesAsked: 4 });
  });

  it.each([
    ['1', 10],
    ['9', 10],
    ['19', 5],
    ['64', 2],
  ])('%s share some 100 connections: %i each', (PROCESSES, poolSize) => {
    expect(readConfig({ ...SERVER, PROCESSES }).database).toMatchObject({ poolSize });
    const own = readConfig({ ...SERVER, PROCESSES, DATABASE_POOL_SIZE: '7' });
    expect(own.database).toMatchObject({ poolSize: 7 });
  });
});
