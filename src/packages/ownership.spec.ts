import type { ExecutionContext } from '@nestjs/common';
import { from, lastValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Tx } from '../database/tx.js';
import { OwnershipInterceptor, OwnershipQuestion } from './ownership.interceptor.js';

const NO_TX = {} as Tx;
const letsIn = () => new OwnershipQuestion(() => Promise.resolve());
const refuses = () => new OwnershipQuestion(() => Promise.reject(new Error('not yours')));

/** What a route that asks in this way, and then answers, is let answer. */
async function answered(
  ownership: OwnershipQuestion | undefined,
  ask: (question?: OwnershipQuestion) => Promise<unknown>,
): Promise<unknown> {
  const http = { getRequest: () => ({ url: '/members/1', ownership }) };
  const context = { switchToHttp: () => http } as unknown as ExecutionContext;
  const route = async () => {
    await ask(ownership);
    return 'the member';
  };
  const handle = () => from(route());
  return lastValueFrom(new OwnershipInterceptor().intercept(context, { handle }));
}

describe('what is read beside the question', () => {
  it('is given to whom it lets in', async () => {
    expect(await letsIn().beside(NO_TX, () => Promise.resolve('the member'))).toBe('the member');
  });

  it('is dropped where it refuses, whatever went wrong with it', async () => {
    for (const read of [
      () => Promise.resolve(1),
      () => Promise.reject(new Error('no such time')),
    ]) {
      await expect(refuses().beside(NO_TX, read)).rejects.toThrow('not yours');
    }
    const broken = letsIn().beside(NO_TX, () => Promise.reject(new Error('no such time')));
    await expect(broken).rejects.toThrow('no such time');
  });
});

describe('a read that asks itself whose member it is', () => {
  it('answers when somebody was let in', async () => {
    expect(await answered(letsIn(), async (question) => question?.require(NO_TX))).toBe(
      'the member',
    );
  });

  it('fails by the refusal', async () => {
    const answer = answered(refuses(), async (question) => question?.require(NO_TX));
    await expect(answer).rejects.toThrow('not yours');
  });

  it.each<
    [string, OwnershipQuestion | undefined, (question?: OwnershipQuestion) => Promise<unknown>]
  >([
    ['it forgot to ask', letsIn(), () => Promise.resolve()],
    ['it makes light of a refusal', refuses(), async (one) => one?.require(NO_TX).catch(() => 0)],
    ['there was no question', undefined, () => Promise.resolve()],
  ])('answers nothing where %s', async (_, question, ask) => {
    await expect(answered(question, ask)).rejects.toThrow('has not asked whose member it is');
  });
});
