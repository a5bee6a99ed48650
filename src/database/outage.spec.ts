import { describe, expect, it } from 'vitest';
import type { Fault } from './dialects/dialect.js';
import { Outage } from './outage.js';

const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', errno: -111 });

function outageAfter(...atMs: number[]) {
  const outage = new Outage();
  let looks = 0;
  outage.whenItBegins(() => (looks += 1));
  for (const ms of atMs) outage.noteFailure('connection_lost', refused, ms);
  return { outage, looks: () => looks };
}

describe('an outage of the database', () => {
  it('begins when several tries in a row, over a while, have not reached it', () => {
    const { outage, looks } = outageAfter(0, 1_000, 1_999);
    expect(outage.hasBegun).toBe(false);
    outage.noteFailure('connection_lost', refused, 2_000);
    expect(outage.hasBegun).toBe(true);
    outage.noteFailure('connection_lost', refused, 3_000);
    expect(looks()).toBe(1);
  });

  it.each([
    ['one alone', [0]],
    ['two, however far apart', [0, 4_000]],
    ['all connections of a pool at once', Array.from({ length: 50 }, (_, n) => n)],
    ['some that are no row', [0, 6_000, 12_000, 18_000]],
  ])('is not %s', (_, times) => {
    expect(outageAfter(...times).outage.hasBegun).toBe(false);
  });

  it('does not begin where one of the tries is answered', () => {
    const { outage } = outageAfter(0, 1_500);
    outage.noteAnswer();
    for (const ms of [2_000, 2_500]) outage.noteFailure('connection_lost', refused, ms);
    expect(outage.hasBegun).toBe(false);
  });

  it('ends with the first answer, and begins again as before', () => {
    const { outage, looks } = outageAfter(0, 1_000, 2_000);
    outage.noteAnswer();
    expect(outage.hasBegun).toBe(false);
    for (const ms of [3_000, 4_000]) outage.noteFailure('connection_lost', refused, ms);
    expect(outage.hasBegun).toBe(false);
    outage.noteFailure('connection_lost', refused, 5_000);
    expect(looks()).toBe(2);
  });

  it.each<[name: string, fault: Fault, error: unknown, isAnswer: boolean]>([
    ['a conflict', 'conflict', { errno: 1213 }, true],
    ['no room', 'no_room', { errno: 1114 }, true],
    ['no rights', 'other', Object.assign(new Error('denied'), { errno: 1045 }), true],
    [
      'no table, as the cause',
      'other',
      new Error('failed', { cause: Object.assign(new Error('no table'), { errno: 1146 }) }),
      true,
    ],
    ['silence', 'timeout', { code: 'PROTOCOL_SEQUENCE_TIMEOUT' }, false],
    ['a refusal of our own', 'other', new Error('no balance'), false],
  ])('%s is an answer or is not', (_, fault, error, isAnswer) => {
    const { outage } = outageAfter(0, 1_000, 2_000);
    outage.noteFailure(fault, error, 2_100);
    expect(outage.hasBegun).toBe(!isAnswer);
  });
});
