import type { MigrationInterface, QueryRunner } from 'typeorm';
import { lengthenId, shortenId } from './support/long-ids.js';
import { isKeyedByActor, keyByActor, keyById } from './support/record-keys.js';

/** Their rows come and go: an id for each renewal of a phone, and for each stream. */
const SHORT_LIVED = ['coach_refresh_token', 'coach_stream_ticket'];

/**
 * No id runs out. Each change of somebody's took one of two thousand millions, also where it came
 * to nothing: an idempotency record is found by its actor and key now.
 */
export class LastingIds1700000014000 implements MigrationInterface {
  /** It may have stopped half-way, and must not stay so when an earlier step is undone. */
  readonly stepsAside = true;

  async up(runner: QueryRunner): Promise<void> {
    await keyByActor(runner);
    for (const table of SHORT_LIVED) await lengthenId(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The first thing that is done, and the last that is undone.
    if (!(await isKeyedByActor(runner))) return;
    // Undone from here on, wherever this stops: running it again goes on from there.
    await runner.query('DELETE FROM coach_schema_migration WHERE name = ?', [
      LastingIds1700000014000.name,
    ]);
    for (const table of SHORT_LIVED) await shortenId(runner, table);
    await keyById(runner);
  }
}
