import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/common/durations.js';
import { lastDayOf } from '../../src/common/last-day.js';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Midnights, in UTC, that begin the day in the studio's zone. */
const MIDNIGHTS = [
  { timeZone: 'Europe/Berlin', midnight: '2026-06-14T22:00:00Z', day: '2026-06-15' },
  { timeZone: 'America/New_York', midnight: '2026-01-15T05:00:00Z', day: '2026-01-15' },
  { timeZone: 'Asia/Kolkata', midnight: '2026-06-14T18:30:00Z', day: '2026-06-15' },
  { timeZone: 'Asia/Kathmandu', midnight: '2026-06-14T18:15:00Z', day: '2026-06-15' },
  { timeZone: 'Pacific/Auckland', midnight: '2026-01-14T11:00:00Z', day: '2026-01-15' },
  { timeZone: 'Pacific/Kiritimati', midnight: '2025-12-31T10:00:00Z', day: '2026-01-01' },
  { timeZone: 'Pacific/Pago_Pago', midnight: '2026-03-01T11:00:00Z', day: '2026-03-01' },
  { timeZone: 'America/St_Johns', midnight: '2026-01-15T03:30:00Z', day: '2026-01-15' },
  // Clocks go forward at midnight: the day begins at 01:00.
  { timeZone: 'Africa/Cairo', midnight: '2026-04-23T22:00:00Z', day: '2026-04-24' },
  { timeZone: 'America/Havana', midnight: '2026-03-08T05:00:00Z', day: '2026-03-08' },
  { timeZone: 'Asia/Beirut', midnight: '2026-03-28T22:00:00Z', day: '2026-03-29' },
];

describe.each(MIDNIGHTS)('a studio in $timeZone', ({ timeZone, midnight, day }) => {
  let studio: Studio;
  let ana: TestPerson;
  let tom: GivenMember;
  const before = new Date(Date.parse(midnight) - 1000).toISOString();
  const after = new Date(Date.parse(midnight) + 1000).toISOString();
  const dayBefore = new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);

  beforeAll(async () => {
    studio = await openStudio({ timeZone, now: before });
    ana = await studio.given.coach();
  });
  afterAll(() => studio.close());

  it('counts the second before and the second after midnight as two days', async () => {
    const { api, given, clock } = studio;
    clock.set(before);
    tom = await given.member({ coach: ana, remaining: 5 });
    const days: string[] = [];
    for (const now of [before, midnight, after]) {
      clock.set(now);
      const { deducted, usage } = (await api.as(tom).startWorkout(tom)).body;
      days.push(`${deducted} ${usage.usageDate}`);
    }
    expect(days).toEqual([`true ${dayBefore}`, `true ${day}`, `false ${day}`]);
  });

  it('counts a workout by when it started, not by when it was told', async () => {
    const { api, given, clock } = studio;
    clock.set(after);
    tom = await given.member({ coach: ana, remaining: 5 });
    const started = await api.as(tom).startWorkout(tom, { startedAt: before });
    expect(started.body.usage.usageDate).toBe(dayBefore);
    expect((await api.as(tom).member(tom)).body.usedToday).toBe(false);
  });

  it('takes a session by hand for its own today, never for tomorrow', async () => {
    const { api, given, clock } = studio;
    clock.set(before);
    tom = await given.member({ coach: ana, remaining: 5 });
    expect(await api.as(ana).addUsage(tom, { usageDate: day })).toBeProblem('validation_failed');
    expect((await api.as(ana).addUsage(tom)).body.usage.usageDate).toBe(dayBefore);
    clock.set(midnight);
    expect((await api.as(ana).addUsage(tom, { usageDate: day })).status).toBe(201);
    expect((await api.as(tom).startWorkout(tom)).body.reason).toBe('already_used_today');
  });
});

/** Days on which clocks change, from their first second to their last. */
const CHANGES = [
  { timeZone: 'Europe/Berlin', day: '2026-03-29', first: '2026-03-28T23:00:00Z', hours: 23 },
  { timeZone: 'Europe/Berlin', day: '2026-10-25', first: '2026-10-24T22:00:00Z', hours: 25 },
  { timeZone: 'America/New_York', day: '2026-03-08', first: '2026-03-08T05:00:00Z', hours: 23 },
  { timeZone: 'America/New_York', day: '2026-11-01', first: '2026-11-01T04:00:00Z', hours: 25 },
];

describe.each(CHANGES)('the $hours hours of $day in $timeZone', (change) => {
  const { timeZone, day, first, hours } = change;
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio({ timeZone, now: first });
  });
  afterAll(() => studio.close());

  it('are one day: a workout every hour takes exactly one session', async () => {
    const { api, given, clock } = studio;
    const tom = await given.member({ coach: await given.coach(), remaining: 5 });
    const answers: { deducted: boolean; usage: { usageDate: string } }[] = [];
    clock.set(first);
    clock.advance({ seconds: -1 });
    answers.push((await api.as(tom).startWorkout(tom)).body);
    clock.advance({ seconds: 1 });
    for (let hour = 0; hour < hours; hour += 1) {
      answers.push((await api.as(tom).startWorkout(tom)).body);
      clock.advance({ hours: 1 });
    }
    clock.advance({ seconds: -1 });
    answers.push((await api.as(tom).startWorkout(tom)).body);
    clock.advance({ seconds: 1 });
    answers.push((await api.as(tom).startWorkout(tom)).body);

    const ofDay = answers.filter((answer) => answer.usage.usageDate === day);
    expect(ofDay.map((answer) => answer.deducted)).toEqual([
      true,
      ...Array<boolean>(hours).fill(false),
    ]);
    expect(answers.at(0)).toMatchObject({ deducted: true, usage: { usageDate: shifted(day, -1) } });
    expect(answers.at(-1)).toMatchObject({ deducted: true, usage: { usageDate: shifted(day, 1) } });
    expect((await api.as(tom).member(tom)).body.packages[0].remaining).toBe(2);
  });

  it('can all be used of a package whose last day it is', async () => {
    const { api, given, clock } = studio;
    clock.set(first);
    const ana = await given.coach();
    const tom = await given.member();
    const expiresAt = new Date(Date.parse(first) + hours * HOUR_MS - 1000).toISOString();
    expect(lastDayOf(new Date(expiresAt), timeZone)).toEqual({ day, isWhole: true });
    const admin = api.as(await given.admin());
    const sale = { coachId: ana.id, sessions: 5, expiresAt };
    const sold = await admin.post(`/members/${tom.id}/packages`, sale);
    expect(sold.body).toMatchObject({ expiresAt, state: 'active' });
    expect((await admin.member(tom)).body.packages[0]).toMatchObject({ expiresAt });

    clock.advance({ hours, seconds: -2 });
    expect((await api.as(tom).startWorkout(tom)).body).toMatchObject({ deducted: true });
    clock.advance({ seconds: 2 });
    expect(await api.as(tom).startWorkout(tom)).toBeProblem('package_expired');
  });
});

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
