import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropReasonCodes } from './adoption/reason-codes.js';
import { addColumnsIfMissing, dropColumnsIfPresent } from './support/schema-steps.js';

const TABLE = 'coach_account';

/** To which e-mail address of somebody mail came back, and when. */
export class BouncedEmails1700000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumnsIfMissing(runner, TABLE, [
      { name: 'bounced_email', type: 'varchar', length: '255', isNullable: true },
      { name: 'bounced_at', type: 'datetime', isNullable: true },
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The next step may have been stopped on its way up, and is not on record then.
    await dropReasonCodes(runner);
    await dropColumnsIfPresent(runner, TABLE, ['bounced_at', 'bounced_email']);
  }
}
