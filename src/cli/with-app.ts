import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../app.setup.js';
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/environment.js';
import { SchemaState } from '../database/schema-state.js';

type Work<T> = (app: NestFastifyApplication) => Promise<T>;

/** Runs a work in the app, which does not listen and logs nothing, and closes it in any case. */
export async function withApp<T>(config: Config, work: Work<T>): Promise<T> {
  const app = await createApp({ ...config, logLevel: 'silent' });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** As `withApp`, on the configured database. Throws a `SchemaError` where migrations are due. */
export async function withDatabase<T>(work: Work<T>): Promise<T> {
  return withApp(loadConfig(), async (app) => {
    const schema = app.get(SchemaState);
    await schema.migrateIfEmbedded();
    await schema.requireMigrated();
    return work(app);
  });
}
