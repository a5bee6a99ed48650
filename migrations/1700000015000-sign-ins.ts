import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { createNewTable, dropNewTable } from './support/own-tables.js';
import {
  addColumnsIfMissing,
  createIndexIfMissing,
  dropColumnsIfPresent,
  dropIndexIfPresent,
} from './support/schema-steps.js';

const TABLE = 'coach_sign_in';
const [TOKENS, TICKETS] = ['coach_refresh_token', 'coach_stream_ticket'];
const OF_PERSON = { name: 'ix_refresh_token_user', columns: ['user_id'] };

/**
 * A row for each sign-in, so that it can be listed and ended, and has an end. Those that there are
 * go on: they get their absolute end when they are used for the first time.
 */
export class SignIns1700000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columns = [
      { name: 'family', type: 'varchar', length: '36', isPrimary: true },
      { name: 'user_id', type: 'integer' },
      { name: 'started_at', type: 'datetime' },
      { name: 'last_used_at', type: 'datetime' },
      { name: 'expires_at', type: 'datetime' },
      { name: 'ends_at', type: 'datetime', isNullable: true },
      { name: 'ended_at', type: 'datetime', isNullable: true },
      { name: 'ended_reason', type: 'varchar', length: '20', isNullable: true },
      { name: 'ip', type: 'varchar', length: '45', isNullable: true },
      { name: 'user_agent', type: 'varchar', length: '255', isNullable: true },
      { name: 'password_mark', type: 'varchar', length: '80', isNullable: true },
    ];
    const indices = [
      { name: 'ix_sign_in_user', columnNames: ['user_id'] },
      { name: 'ix_sign_in_expires', columnNames: ['expires_at'] },
    ];
    await createNewTable(runner, new Table({ name: TABLE, columns, indices }));
    await createIndexIfMissing(runner, TOKENS, OF_PERSON);
    await addColumnsIfMissing(runner, TICKETS, [
      { name: 'sign_in_id', type: 'varchar', length: '36', isNullable: true },
    ]);
    await takeOver(runner);
    await markPasswords(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropNewTable(runner, TABLE);
    await dropColumnsIfPresent(runner, TICKETS, ['sign_in_id']);
    await dropIndexIfPresent(runner, TOKENS, OF_PERSON.name);
  }
}

/** Each family that still has an unused token is a sign-in that goes on. */
async function takeOver(runner: QueryRunner): Promise<void> {
  await runner.query(
    `INSERT INTO ${TABLE} (family, user_id, started_at, last_used_at, expires_at)
     SELECT t.family, MIN(t.user_id), MIN((SELECT MIN(f.created_at) FROM ${TOKENS} f
              WHERE f.family = t.family)), MAX(t.created_at), MAX(t.expires_at)
       FROM ${TOKENS} t
      WHERE t.used_at IS NULL AND t.revoked_at IS NULL
        AND t.family NOT IN (SELECT s.family FROM ${TABLE} s)
      GROUP BY t.family`,
  );
}

/** What a password changed from now on is seen by; the secret of later marks is not known here. */
async function markPasswords(runner: QueryRunner): Promise<void> {
  const people = (await runner.query(
    `SELECT u.id, u.password FROM \`user\` u
      WHERE u.password IS NOT NULL
        AND u.id IN (SELECT s.user_id FROM ${TABLE} s WHERE s.password_mark IS NULL)`,
  )) as { id: number; password: string }[];
  for (const { id, password } of people) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(password));
    const mark = `sha256:${Buffer.from(digest).toString('hex')}`;
    await runner.query(
      `UPDATE ${TABLE} SET password_mark = ? WHERE user_id = ? AND password_mark IS NULL`,
      [mark, id],
    );
  }
}
