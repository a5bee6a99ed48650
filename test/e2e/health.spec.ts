import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import '../support/matchers.js';
import { isServerDatabase } from '../support/database.js';
import { trafficOf } from '../support/traffic.js';
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

  describe('where something is missing', () => {
    const ready = async () => (await studio.api.get('/health/ready')).status;

    afterEach(async () => {
      expect((await studio.api.get('/health/live')).status).toBe(200);
      await expect.poll(ready).toBe(200);
    });

    it('is not ready until all migrations have run', async () => {
      const [row] = await studio.sql<{ id: number; timestamp: number; name: string }>(
        'SELECT * FROM coach_schema_migration WHERE name LIKE ?',
        ['SessionSummary%'],
      );
      const { id = 0, timestamp = 0, name = '' } = row ?? {};
      await studio.sql('DELETE FROM coach_schema_migration WHERE id = ?', [id]);
      await expect.poll(ready).toBe(503);
      const answer = await studio.api.get('/health/ready');
      expect(answer).toBeProblem('unavailable');
      expect(answer.body.detail).toContain('migration:run');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      await studio.sql(
        'INSERT INTO coach_schema_migration (id, timestamp, name) VALUES (?, ?, ?)',
        [id, timestamp, name],
      );
    });

    it('is not ready once a later release has taken away what it needs', async () => {
      const name = 'ContractRooms1900000002000';
      const values = `(1900000002000, '${name}')`;
      await studio.sql(`INSERT INTO coach_schema_migration (timestamp, name) VALUES ${values}`);
      await expect.poll(ready).toBe(503);
      const answer = await studio.api.get('/health/ready');
      expect(answer.body.detail).toContain(name);
      await studio.sql('DELETE FROM coach_schema_migration WHERE name = ?', [name]);
    });

    // An operator who leaves takes away what is ours; the embedded database is ours as a whole.
    const taken = [
      'coach_schema_migration',
      ...(isServerDatabase() ? ['coach_idempotency_key'] : []),
    ];

    it.each(taken)('is not ready without the table %s', async (table) => {
      await studio.sql(`ALTER TABLE ${table} RENAME TO elsewhere`);
      await expect.poll(ready).toBe(503);
      await studio.sql(`ALTER TABLE elsewhere RENAME TO ${table}`);
    });
  });

  it('asks the database a few times a second, however often it is asked', async () => {
    const { statements } = await trafficOf(studio, async () => {
      const asked = Array.from({ length: 200 }, () => studio.api.get('/health/ready'));
      for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
    });
    expect(statements).toBeLessThan(100);
  });
});
