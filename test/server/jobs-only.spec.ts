import { afterAll, beforeAll, expect, it } from 'vitest';
import { greeting } from '../../src/greeting.js';
import { openStudio, type Studio } from '../support/studio.js';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio({ env: { JOBS: 'only' } });
});
afterAll(() => studio.close());

it('a process that works in the background only tells how it is, and serves nobody', async () => {
  const { api, config } = studio;
  const statusOf = async (path: string) => (await fetch(`${api.base}${path}`)).status;
  expect(await statusOf('/health/live')).toBe(200);
  expect(await statusOf('/health/ready')).toBe(200);
  expect(await statusOf('/metrics')).toBe(200);
  const others = ['/api/v1/studio', '/app/', '/docs', '/coach_api.php', '/'];
  expect(await Promise.all(others.map(statusOf))).toEqual([404, 404, 404, 404, 404]);
  const text = greeting(config, 3000);
  expect(text).toContain('works in the background here');
  expect(text).not.toContain('/app/');
});
