import { type QueryRunner, Table, type TableColumnOptions } from 'typeorm';
import { idColumn, isEmbedded, longTextColumn } from './schema-steps.js';
import { awaitUnfinished } from './unfinished.js';

/*
 * What finds an idempotency record: actor and key, or a number. Records are kept either way. The
 * server does each in one statement, which happens wholly or not at all; the embedded database
 * makes the table anew, in the transaction of the migration. Frozen by migrations/released.json.
 */

const RECORDS = 'coach_idempotency_key';
const ANEW = 'coach_idempotency_anew';

/** What the records hold besides. */
const CONTENT = ['key_hash', 'actor_id', 'fingerprint', 'status', 'answer', 'created_at'];
const COPIED = [...CONTENT, 'expires_at'].join(', ');

/** Whether the records are found by their actor and key. */
export async function isKeyedByActor(runner: QueryRunner): Promise<boolean> {
  if (!(await runner.hasTable(RECORDS))) return false;
  await awaitUnfinished(runner, RECORDS);
  return runner.hasColumn(RECORDS, 'actor_key');
}

/**
 * Finds the records by actor and key. On a server processes of the release before may still run:
 * they name no `actor_key`, and find by `id` what they have just written.
 */
export async function keyByActor(runner: QueryRunner): Promise<void> {
  if (await isKeyedByActor(runner)) return;
  if (isEmbedded(runner)) {
    await makeAnew(runner, keyedByActor(runner), `'u' || actor_id, ${COPIED}`);
    return;
  }
  const word = 'CHARACTER SET ascii COLLATE ascii_bin NOT NULL';
  await runner.query(
    `ALTER TABLE ${RECORDS}
       ADD COLUMN actor_key varchar(24) ${word} DEFAULT (CONCAT('u', actor_id)) FIRST,
       MODIFY key_hash varchar(64) ${word} AFTER actor_key,
       MODIFY id bigint NOT NULL AUTO_INCREMENT,
       DROP PRIMARY KEY, ADD PRIMARY KEY (actor_key, key_hash),
       DROP INDEX uq_idempotency_actor_key, ADD INDEX ix_idempotency_id (id)`,
  );
}

/** Takes that back. The records get new numbers. */
export async function keyById(runner: QueryRunner): Promise<void> {
  if (!(await isKeyedByActor(runner))) return;
  if (isEmbedded(runner)) {
    await makeAnew(runner, keyedById(runner), `NULL, ${COPIED}`);
    return;
  }
  await runner.query(
    `ALTER TABLE ${RECORDS}
       DROP PRIMARY KEY, DROP INDEX ix_idempotency_id, DROP COLUMN id, DROP COLUMN actor_key,
       ADD COLUMN id int NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST,
       MODIFY key_hash varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL
         AFTER actor_id,
       ADD UNIQUE INDEX uq_idempotency_actor_key (actor_id, key_hash)`,
  );
}

async function makeAnew(runner: QueryRunner, table: Table, values: string): Promise<void> {
  const { indices, ...bare } = table;
  await runner.createTable(new Table({ ...bare, name: ANEW }));
  const [first = ''] = table.columns.map(({ name }) => name);
  await runner.query(`INSERT INTO ${ANEW} (${first}, ${COPIED}) SELECT ${values} FROM ${RECORDS}`);
  await runner.dropTable(RECORDS);
  await runner.query(`ALTER TABLE ${ANEW} RENAME TO ${RECORDS}`);
  await runner.createIndices(RECORDS, indices);
}

function keyedByActor(runner: QueryRunner): Table {
  const actorKey = { name: 'actor_key', type: 'varchar', length: '24', isPrimary: true };
  const [keyHash, ...others] = contentColumns(runner);
  return new Table({
    name: RECORDS,
    columns: [actorKey, { ...keyHash, isPrimary: true }, ...others],
    indices: [EXPIRES],
  });
}

function keyedById(runner: QueryRunner): Table {
  const [keyHash, actorId, ...others] = contentColumns(runner);
  return new Table({
    name: RECORDS,
    columns: [idColumn, actorId, keyHash, ...others],
    indices: [
      {
        name: 'uq_idempotency_actor_key',
        columnNames: ['actor_id', 'key_hash'],
        isUnique: true,
      },
      EXPIRES,
    ],
  });
}

const EXPIRES = { name: 'ix_idempotency_expires', columnNames: ['expires_at'] };

function contentColumns(
  runner: QueryRunner,
): [TableColumnOptions, TableColumnOptions, ...TableColumnOptions[]] {
  return [
    { name: 'key_hash', type: 'varchar', length: '64' },
    { name: 'actor_id', type: 'integer', default: 0 },
    { name: 'fingerprint', type: 'varchar', length: '64' },
    { name: 'status', type: 'integer', isNullable: true },
    longTextColumn(runner, 'answer', { isNullable: true }),
    { name: 'created_at', type: 'datetime' },
    { name: 'expires_at', type: 'datetime' },
  ];
}
