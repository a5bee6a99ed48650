import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../app.setup.js';
import type { Config } from '../config/config.js';
import { requireExisting, SchemaState } from '../database/schema-state.js';
import type { Terminal } from './terminal.js';

type Work<T> = (app: NestFastifyApplication) => Promise<T>;

/**
 * Runs a work in the app, which does not listen and logs nothing, and closes it in any case. An
 * operator waits: reading millions of rows takes longer than any request may.
 */
export async function withApp<T>(config: Config, work: Work<T>): Promise<T> {
  const app = await createApp({ ...config, logLevel: 'silent', statementTimeoutMs: undefined });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** As `withApp`, on the configured database, which is migrated first if it is embedded. */
export async function withMigratedDatabase<T>(terminal: Terminal, work: Work<T>): Promise<T> {
  return withApp(terminal.configure(), async (app) => {
    await app.get(SchemaState).migrateIfEmbedded();
    return withSchema(app, work);
  });
}

/** As `withApp`, on the configured database as it is: nothing is created and nothing changed. */
export async function withExistingDatabase<T>(terminal: Terminal, work: Work<T>): Promise<T> {
  const config = terminal.configure();
  requireExisting(config.database);
  return withApp(config, (app) => withSchema(app, work));
}

/** As the work, or throws a `SchemaError` where migrations are due. */
export async function withSchema<T>(app: NestFastifyApplication, work: Work<T>): Promise<T> {
  await app.get(SchemaState).requireMigrated();
  return work(app);
}
