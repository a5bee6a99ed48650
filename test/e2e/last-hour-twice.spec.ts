import { describe, expect, it } from 'vitest';
import '../support/matchers.js';
import { openStudio } from '../support/studio.js';

describe('in Cairo, where the last hour of 29 October comes twice', () => {
  it('a package of that day lasts until the day is over', async () => {
    const timeZone = 'Africa/Cairo';
    const env = { DATABASE_TIME_ZONE: timeZone };
    const studio = await openStudio({ timeZone, now: '2026-10-29T10:00:00Z', env });
    const { api, given, clock } = studio;
    const tom = await given.member({ coach: await given.coach() });
    const expiresAt = '2026-10-29T21:59:59.000Z';
    const path = `/members/${tom.id}/packages/${tom.packageId}`;
    const changed = await api.as(await given.admin()).patch(path, { expiresAt });
    expect(changed.body.expiresAt).toBe(expiresAt);
    const stored = 'SELECT SUBSTR(expires_at, 1, 19) AS ends FROM coach_member_list';
    expect(await studio.sql(stored)).toEqual([{ ends: '2026-10-29 23:59:59' }]);
    clock.set('2026-10-29T21:30:00Z');
    const [one] = (await api.as(tom).member(tom)).body.packages;
    expect(one).toMatchObject({ state: 'active', expiresAt });
    expect((await api.as(tom).startWorkout(tom)).body.deducted).toBe(true);
    clock.set('2026-10-29T22:00:00Z');
    expect(await api.as(tom).startWorkout(tom)).toBeProblem('package_expired');
    await studio.close();
  });
});
