import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('starting a workout', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it('takes one session, and says what is left', async () => {
    const { api, given } = studio;
    const ana = await given.coach('Ana Silva');
    const tom = await given.member({ coach: ana, remaining: 5 });

    const answer = await api.as(ana).startWorkout(tom);

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      deducted: true,
      usage: { kind: 'automatic', usageDate: '2026-03-10', amount: -1, balanceAfter: 4 },
      package: { id: tom.packageId, remaining: 4, state: 'active', coachName: 'Ana Silva' },
    });
  });

  it('takes nothing the second time of a day', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    await api.as(tom).startWorkout(tom);

    const again = await api.as(ana).startWorkout(tom);

    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ deducted: false, reason: 'already_used_today' });
    expect(again.body.package.remaining).toBe(4);
  });

  it('refuses a coach who is not the member’s', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: await given.coach() });
    const eve = await given.coach();
    expect(await api.as(eve).startWorkout(tom)).toBeProblem('not_your_member');
    expect(await api.as(eve).startWorkout({ id: 999_999 })).toBeProblem('not_your_member');
  });
});
