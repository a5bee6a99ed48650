import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('health', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it.each(['/health/live', '/health/ready'])('%s is fine, for whoever asks', async (path) => {
    const answer = await studio.api.get(path);
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
    const withToken = await studio.api.withToken('garbage').get(path);
    expect(withToken.status).toBe(200);
  });

  it('is not part of the versioned API', async () => {
    expect(await studio.api.get('/api/v1/health/live')).toBeProblem('not_found');
    expect(await studio.api.get('/api/health/live')).toBeProblem('not_found');
  });

  it('is not ready where a migration has not run, though alive', async () => {
    await studio.sql('DELETE FROM coach_schema_migration WHERE name LIKE ?', ['SessionSummary%']);
    const ready = await studio.api.get('/health/ready');
    expect(ready).toBeProblem('unavailable');
    expect(Number(ready.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await studio.api.get('/health/live')).status).toBe(200);
  });
});
