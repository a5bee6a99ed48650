import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, logAsJson } from './app.setup.js';
import type { Config } from './config/config.js';
import { loadConfig } from './config/environment.js';
import { SchemaState } from './database/schema-state.js';
import { DEMO_PASSWORD, DemoStudio } from './demo/demo-studio.service.js';
import { explain } from './start-failure.js';

/** A stop takes no longer, whatever hangs. */
const SHUTDOWN_WITHIN_MS = 10_000;

async function start(): Promise<void> {
  const config = loadConfig();
  const app = await createApp(config);
  const schema = app.get(SchemaState);
  await schema.migrateIfEmbedded();
  await schema.requireMigrated();
  const hasDemoData = await prepareDemo(app.get(DemoStudio), schema, config);
  // A port that is taken is explained in one line, and not logged beside it.
  app.useLogger(false);
  await app.listen(config.port, config.host);
  logAsJson(app);
  limitShutdown();
  process.stdout.write(greeting(app, config, hasDemoData));
}

/** Whether the database holds the demo studio: tried out it does, in production it must not. */
async function prepareDemo(demo: DemoStudio, schema: SchemaState, config: Config) {
  if (config.production) {
    await demo.requireAbsent();
    return false;
  }
  return schema.isEmbedded && demo.fillIfEmpty();
}

function limitShutdown(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => setTimeout(() => process.exit(1), SHUTDOWN_WITHIN_MS).unref());
  }
}

function greeting(app: NestFastifyApplication, config: Config, hasDemoData: boolean): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const lines = [
    '',
    'Coach sessions is running.',
    `  Dashboard   http://${host}:${port}/app/`,
    `  API         http://${host}:${port}/api/v1`,
    `  Swagger UI  http://${host}:${port}/docs`,
    `  Studio time ${config.studioTimeZone}`,
  ];
  if (hasDemoData) {
    lines.push(
      `  Sign in as  admin@, staff@, ana@, ben@, chi@ or member1@ … member60@example.com`,
      `  Password    ${DEMO_PASSWORD}`,
    );
  }
  return `${lines.join('\n')}\n\n`;
}

start().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
