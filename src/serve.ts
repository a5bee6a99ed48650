import 'reflect-metadata';
import cluster from 'node:cluster';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, logAsJson } from './app.setup.js';
import { Clock } from './common/clock.js';
import type { Config } from './config/config.js';
import { ConnectionLimit } from './database/connection-limit.service.js';
import { Probe } from './database/probe.js';
import { SchemaState } from './database/schema-state.js';
import { DEMO_PASSWORD, DemoStudio } from './demo/demo-studio.service.js';
import { greeting } from './greeting.js';
import { Connections } from './http/connections.service.js';
import { STOP_SIGNALS } from './processes/stop-signals.js';
import { WorkerLink } from './processes/worker-link.js';
import { EventStreams } from './realtime/event-streams.service.js';

/** A stop takes no longer, whatever hangs. */
const STOP_WITHIN_MS = 10_000;
/** How long those who are connected have to ask once more, where another process takes over. */
const HAND_OVER_WITHIN_MS = 2_000;

/** Serves, as the only process or as one of several, until a signal ends it. */
export async function serve(config: Config): Promise<void> {
  const link = cluster.isWorker ? new WorkerLink() : undefined;
  const app = await createApp(config, new Clock(), link);
  const schema = app.get(SchemaState);
  await schema.migrateIfEmbedded();
  await schema.requireMigrated();
  await app.get(Probe).prepare();
  const hasDemoData = await prepareDemo(app.get(DemoStudio), schema, config);
  // A port that is taken is explained in one line, and not logged beside it.
  app.useLogger(false);
  await app.listen(config.port, config.host);
  logAsJson(app);
  limitShutdown();
  const { port } = app.getHttpServer().address() as AddressInfo;
  if (!link) {
    process.stdout.write(greeting(config, port, hasDemoData ? DEMO_SIGN_INS : []));
    return;
  }
  // No reason not to serve.
  const connectionsAllowed = await app
    .get(ConnectionLimit)
    .allowed()
    .catch(() => null);
  const stop = () => void process.kill(process.pid, 'SIGTERM');
  const retire = () => void handOver(app).finally(stop);
  link.serves({ port, connectionsAllowed }, { retire, orphaned: stop });
}

const DEMO_SIGN_INS = [
  '  Sign in as  admin@, staff@, ana@, ben@, chi@ or member1@ … member60@example.com',
  `  Password    ${DEMO_PASSWORD}`,
];

/** Whether the database holds the demo studio: tried out it does, in production it must not. */
async function prepareDemo(demo: DemoStudio, schema: SchemaState, config: Config) {
  if (config.production) {
    await demo.requireAbsent();
    return false;
  }
  return schema.isEmbedded && demo.fillIfEmpty();
}

function limitShutdown(): void {
  for (const signal of STOP_SIGNALS) {
    process.once(signal, () => setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref());
  }
}

async function handOver(app: NestFastifyApplication): Promise<void> {
  const handedOver = app.get(Connections).handOver(HAND_OVER_WITHIN_MS);
  // Listeners open another one, which the process that took over gets.
  app.get(EventStreams).endAll();
  await handedOver;
}
