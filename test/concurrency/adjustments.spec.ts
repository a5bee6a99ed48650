import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { violations } from '../support/laws.js';
import { chance, seedFor } from '../support/seed.js';
import { size } from '../support/size.js';
import { openStudios, type Studios } from '../support/studios.js';

const TIMES = size({ ci: 100, full: 500 });

describe('two coaches’ desks correct the same package at once', () => {
  let studio: Studios;
  let ana: TestPerson;
  let staff: TestPerson;
  const seed = seedFor('adjustments');

  beforeAll(async () => {
    studio = await openStudios();
    ana = await studio.given.coach();
    staff = await studio.given.staff();
  });
  afterAll(() => studio.close());

  /** One client that corrects as often as asked, by amounts of its own choice. */
  async function adjustOften(
    client: { person: TestPerson; amounts: () => number },
    tom: GivenMember,
  ): Promise<{ asked: number; answer: Answer }[]> {
    const answers = [];
    for (let count = 0; count < TIMES; count += 1) {
      const asked = client.amounts();
      const body = { adjustment: asked, reason: `correction ${count}`, packageId: tom.packageId };
      answers.push({ asked, answer: await studio.anyAs(client.person).adjust(tom, body) });
    }
    return answers;
  }

  /** Both at once; the acknowledged answers must be the steps of one history. */
  async function expectOneHistory(amounts: (client: number) => () => number): Promise<void> {
    const start = 20;
    const tom = await studio.given.member({ coach: ana, remaining: start });

    const both = await Promise.all([
      adjustOften({ person: ana, amounts: amounts(0) }, tom),
      adjustOften({ person: staff, amounts: amounts(1) }, tom),
    ]);

    const answers = both.flat();
    expect(answers.filter(({ answer }) => ![200, 409].includes(answer.status))).toEqual([]);
    for (const { asked, answer } of answers.filter(({ answer: { status } }) => status === 409)) {
      expect(answer).toBeProblem('balance_below_zero');
      expect(Number(answer.body.balance) + asked).toBeLessThan(0);
    }

    const done = answers
      .filter(({ answer }) => answer.status === 200)
      .toSorted((a, b) => a.answer.body.package.version - b.answer.body.package.version);
    let balance = start;
    for (const [index, { asked, answer }] of done.entries()) {
      balance += asked;
      expect(answer.body).toMatchObject({
        usage: { kind: 'adjustment', amount: asked, balanceAfter: balance },
        package: { version: index + 2, remaining: balance },
      });
    }
    const { body } = await studio.api.as(ana).member(tom);
    expect(body.packages).toMatchObject([{ remaining: balance, version: done.length + 1 }]);
    expect(body.totals.adjustments).toBe(balance - start);
  }

  it('by +1 and −1', async () => {
    await expectOneHistory((client) => () => (client === 0 ? 1 : -1));
  });

  it('by small amounts of any kind', async () => {
    await expectOneHistory((client) => {
      const own = chance(seed).forClient(client);
      return () => own.oneOf([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]);
    });
  });

  it('with the same mistake in mind: only one of them mends it', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 5 });
    const body = { adjustment: 1, reason: 'one was missing', expectedBalance: 5 };

    const answers = await Promise.all(
      Array.from({ length: 16 }, () => studio.anyAs(ana).adjust(tom, body)),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toBeProblem('balance_changed');
      expect(answer.body.balance).toBe(6);
    }
  });

  it('and the books add up', async () => {
    expect(await violations(studio.sql)).toEqual([]);
  });
});
