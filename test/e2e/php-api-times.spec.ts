import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStudio, type Studio } from '../support/studio.js';

describe('times in the old app', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio({ env: { DATABASE_TIME_ZONE: 'Asia/Manila' } });
  });
  afterAll(() => studio.close());

  it('are those of the studio, whatever the database has', async () => {
    const { api, given } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana, remaining: 5 });
    const { body } = await api.as(ana).startWorkout(tom);

    const script = `${api.base}/coach_session_management.php?action=get-session-history`;
    const answer = await fetch(`${script}&member_id=${tom.id}`, {
      headers: api.as(ana).authorization,
    });
    const { data } = (await answer.json()) as { data: { history: { created_at: string }[] } };

    // Winter in Berlin.
    const berlin = new Date(Date.parse(String(body.usage.createdAt)) + 3_600_000).toISOString();
    expect(data.history[0]?.created_at).toBe(berlin.slice(0, 19).replace('T', ' '));
  });
});
