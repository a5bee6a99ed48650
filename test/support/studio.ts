import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.setup.js';
import { DataSource } from 'typeorm';
import type { Config, HashCosts } from '../../src/config/config.js';
import { readConfig } from '../../src/config/environment.js';
import { Api } from './api.js';
import { asAppUser } from './app-user.js';
import { createMigratedDatabase, isServerDatabase } from './database.js';
import { Given } from './given.js';
import { WITHOUT_LIMITS } from './limits.js';
import { openDatabase } from './sql.js';
import { TestClock } from './test-clock.js';

/** A studio of a test's own: a migrated database and the running product on a free port. */
export interface Studio {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly clock: TestClock;
  readonly api: Api;
  readonly given: Given;
  readonly databaseUrl: string;
  /** Rows of the database itself, for what the API does not show. */
  sql<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface StudioOptions {
  readonly timeZone?: string;
  readonly now?: string;
  /** A database that is there, by whoever is named in it; a new one is served by `APP_USER`. */
  readonly databaseUrl?: string;
  /** What is about the time that passwords take; for all else it would be most of that. */
  readonly hashesAtFullCost?: boolean;
  /** Further environment variables. */
  readonly env?: Record<string, string>;
}

const QUICK: HashCosts = {
  argon2: { memoryCost: 8, timeCost: 1, parallelism: 1 },
  bcrypt: 4,
};

/** Noon of a Tuesday on which nothing special happens anywhere. */
const NOW = '2026-03-10T12:00:00Z';

export async function openStudio(options: StudioOptions = {}): Promise<Studio> {
  const databaseUrl = options.databaseUrl ?? (await createMigratedDatabase());
  const isServedByFew = options.databaseUrl === undefined && isServerDatabase();
  const read = readConfig({
    DATABASE_URL: isServedByFew ? await asAppUser(databaseUrl) : databaseUrl,
    STUDIO_TIME_ZONE: options.timeZone ?? 'Europe/Berlin',
    JWT_SECRET: 'a-secret-that-only-the-tests-know-0123456789',
    LOG_LEVEL: 'silent',
    PORT: '0',
    ...WITHOUT_LIMITS,
    ...options.env,
  });
  const config = options.hashesAtFullCost ? read : { ...read, hashCosts: QUICK };
  const clock = new TestClock(options.now ?? NOW);
  const app = await createApp(config, clock);
  const owner = isServedByFew ? await openDatabase(databaseUrl) : undefined;
  const dataSource: DataSource = owner ? owner.dataSource : app.get(DataSource);
  const sql: Studio['sql'] = (text, parameters = []) => dataSource.query(text, parameters);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const api = new Api(`http://127.0.0.1:${port}`, app);
  return {
    app,
    config,
    clock,
    api,
    databaseUrl,
    given: new Given(app, api, clock, sql),
    sql,
    close: async () => {
      await app.close();
      await owner?.close();
    },
  };
}
