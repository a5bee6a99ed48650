import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HashLane } from '../../src/auth/hash-lane.service.js';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer, TestPerson } from '../support/api.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'correct horse battery';
const PATIENTLY = { timeout: 10_000, interval: 5 };

describe('many who sign in at once', () => {
  let studio: Studio;
  let ana: TestPerson;
  let people = 0;

  beforeAll(async () => {
    studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    ana = await studio.given.person('coach', 'Ana Silva', hash);
  });
  afterAll(() => studio.close());

  const lane = () => studio.app.get(HashLane);

  /** Each from an address of their own. */
  const from = () => {
    people += 1;
    return { 'X-Forwarded-For': `203.0.113.${people}` };
  };

  const signIn = (): Promise<Answer> =>
    studio.api.post('/auth/login', { email: ana.email, password: PASSWORD }, { headers: from() });

  const signInUntil = (signal: AbortSignal) =>
    fetch(`${studio.api.base}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...from() },
      body: JSON.stringify({ email: ana.email, password: PASSWORD }),
      signal,
    });

  /** Takes both places of the lane, until the function that it gives is called. */
  function hold(): () => void {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (let n = 0; n < 2; n += 1) {
      void lane().run(
        () => held,
        () => () => undefined,
      );
    }
    return release;
  }

  /** So many sign-ins that wait, each of them behind those before. */
  async function wait(count: number): Promise<Promise<Answer>[]> {
    const waiting: Promise<Answer>[] = [];
    const before = lane().length;
    for (let n = 1; n <= count; n += 1) {
      waiting.push(signIn());
      await expect.poll(() => lane().length, PATIENTLY).toBe(before + n);
    }
    return waiting;
  }

  const statusesOf = async (answers: Promise<Answer>[]) =>
    (await Promise.all(answers)).map(({ status }) => status);

  it('wait for one another, eight at most; more are told when to come again', async () => {
    const release = hold();
    const waiting = await wait(8);
    const { rows, answer } = await logged(studio, signIn);
    expect(answer).toBeProblem('sign_in_busy');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(rows).toEqual([]);
    release();
    expect(await statusesOf(waiting)).toEqual(new Array(8).fill(200));
    expect((await signIn()).status).toBe(200);
  });

  it('give their place back when they leave while they wait', async () => {
    const release = hold();
    const leaving = new AbortController();
    const left = signInUntil(leaving.signal).catch(() => 'left');
    await expect.poll(() => lane().length, PATIENTLY).toBe(1);
    const waiting = await wait(7);
    expect(await signIn()).toBeProblem('sign_in_busy');
    leaving.abort();
    expect(await left).toBe('left');
    await expect.poll(() => lane().length, PATIENTLY).toBe(7);
    waiting.push(...(await wait(1)));
    release();
    expect(await statusesOf(waiting)).toEqual(new Array(8).fill(200));
  });

  it('keep nobody from what needs no password', async () => {
    const { body } = await signIn();
    const release = hold();
    const waiting = await wait(8);
    const { refreshToken } = body as { refreshToken: string };
    expect((await studio.api.post('/auth/refresh', { refreshToken })).status).toBe(200);
    expect((await studio.api.as(ana).get('/members')).status).toBe(200);
    release();
    await Promise.all(waiting);
  });
});
