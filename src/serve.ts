import 'reflect-metadata';
import cluster from 'node:cluster';
import type { AddressInfo, Server } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, logAsJson } from './app.setup.js';
import { ChangedAccounts } from './auth/changed-accounts.service.js';
import { SetUp } from './auth/set-up.service.js';
import { Clock } from './common/clock.js';
import type { Config } from './config/config.js';
import { openBy } from './config/reach.js';
import { ConnectionLimit } from './database/connection-limit.service.js';
import { Probe } from './database/probe.js';
import { SchemaState } from './database/schema-state.js';
import { DEMO_PASSWORD, DemoStudio } from './demo/demo-studio.service.js';
import { Ending } from './ending.js';
import { greeting, setUpLines, waitingGreeting } from './greeting.js';
import { MigrationWait } from './health/migration-wait.service.js';
import { Background } from './jobs/background.service.js';
import { OwnState } from './processes/own-state.js';
import { graceMsAt, onStopSignals } from './processes/stop-signals.js';
import { WorkerLink } from './processes/worker-link.js';
import { Settings } from './settings/settings.service.js';

/** A signal may be for all processes: then the primary says within this time what it wants. */
const TOLD_WITHIN_MS = 1_000;

/** Serves, as the only process or as one of several, until a signal ends it. */
export async function serve(config: Config): Promise<void> {
  const link = cluster.isWorker ? new WorkerLink() : undefined;
  const own = new OwnState();
  const app = await createApp(config, new Clock(), link ?? own);
  const ending = new Ending(app);
  const handOver = () => ending.handOver();
  if (link)
    onStopSignals(
      () => setTimeout(handOver, TOLD_WITHIN_MS),
      () => undefined,
    );
  else onStopSignals((signal) => ending.stop(graceMsAt(signal, config)));
  const schema = app.get(SchemaState);
  await schema.migrateIfEmbedded();
  const wait = app.get(MigrationWait);
  const reason = await wait.begin();
  if (reason !== undefined) {
    // Of several processes, none takes the port for that where others serve, as long as they do.
    const tellAll = async () => {
      if (isListening(app)) return;
      if (!link || (await link.mayAnswerWaiting(reason))) await listen(app, config);
      if (!link) process.stdout.write(waitingGreeting(reason));
    };
    await wait.untilMigrated(tellAll);
  }
  await app.get(Probe).prepare();
  await Promise.all([app.get(ChangedAccounts).begin(), app.get(Settings).begin()]);
  const demo = app.get(DemoStudio);
  demo.isServed = await prepareDemo(demo, schema, config);
  await listen(app, config);
  wait.end();
  app.get(Background).begin();
  const { port } = app.getHttpServer().address() as AddressInfo;
  const needsSetUp = await isWithoutAdmin(app);
  if (!link) {
    const code = needsSetUp ? setUpLines(own.setUpCode) : [];
    process.stdout.write(greeting(config, port, demo.isServed ? DEMO_SIGN_INS : code));
    return;
  }
  const connectionsAllowed = await connectionsOf(app);
  link.serves(
    { port, connectionsAllowed, needsSetUp },
    {
      retire: handOver,
      stop: (graceMs, portIsClosed) => ending.stop(graceMs, portIsClosed),
      // The port has gone with it.
      orphaned: () => ending.stop(0),
    },
  );
}

/** How many the database allows; that it does not say so is no reason not to serve. */
async function connectionsOf(app: NestFastifyApplication): Promise<number | null> {
  return app
    .get(ConnectionLimit)
    .allowed()
    .catch(() => null);
}

/** Whether there is somebody to be told the code; that it cannot be asked is no reason either. */
async function isWithoutAdmin(app: NestFastifyApplication): Promise<boolean> {
  return app
    .get(SetUp)
    .isNeeded()
    .catch(() => false);
}

function isListening(app: NestFastifyApplication): boolean {
  const server: Server = app.getHttpServer();
  return server.listening;
}

/** Unless it does so already. */
async function listen(app: NestFastifyApplication, config: Config): Promise<void> {
  if (isListening(app)) return;
  // A port that is taken is explained in one line, and not logged beside it.
  app.useLogger(false);
  await app.listen(config.port, config.host);
  logAsJson(app);
}

const DEMO_SIGN_INS = [
  '  Sign in as  admin@, staff@, ana@, ben@, chi@ or member1@ … member60@example.com',
  `  Password    ${DEMO_PASSWORD}`,
];

/** Whether the demo studio is served: tried out on one's own machine it is, to others never. */
async function prepareDemo(demo: DemoStudio, schema: SchemaState, config: Config) {
  const open = openBy(config);
  if (open !== undefined) {
    await demo.requireAbsent(open);
    return false;
  }
  return schema.isEmbedded && demo.fillIfEmpty();
}
