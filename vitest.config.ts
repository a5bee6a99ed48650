import { availableParallelism } from 'node:os';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { missingPrograms } from './test/support/programs.js';

// SWC, because Nest's injection reads the types that decorators emit.
const decorators = () =>
  swc.vite({
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  });

const specsIn = (folder: string) => `test/${folder}/**/*.spec.ts`;

const END_TO_END = ['e2e', 'concurrency', 'migrations'].map(specsIn);

/** They start the built product, some hundred times: not what one waits for between edits. */
const PROCESSES = [specsIn('process')];

/** A worker is often busy with waiting: for a database, a process, a browser. */
const WORKERS = availableParallelism() + 2;

/** They end what hangs; a busy machine may take its time. */
const PATIENCE = {
  testTimeout: 120_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 10_000 } },
};

/**
 * Loading the product takes longer than most files of tests, so the files of a project share what
 * a worker has loaded. They leave no traces in it: the lint rule `suite/traces` says which.
 */
const EVERYWHERE = { isolate: false, ...PATIENCE };

function project(name: string, include: string[], more: object = {}) {
  return { plugins: [decorators()], test: { name, include, ...EVERYWHERE, ...more } };
}

/** What the tests of a project need where they open databases. */
function onDatabase(database: 'sqlite' | 'mariadb', ...globalSetup: string[]) {
  return {
    env: { TEST_DATABASE: database },
    globalSetup: [...globalSetup, `test/support/global-setup-${database}.ts`],
    setupFiles: ['test/support/drop-databases.ts'],
  };
}

const missing = missingPrograms();

/**
 * Several processes have a server, and only there one may wait for migrations; of what a command
 * prints nothing differs by the database.
 */
const PROCESSES_NOT_ON = {
  sqlite: ['rolling-restart', 'processes-in-trouble', 'upgrade', 'waiting'],
  mariadb: ['command-output'],
} as const;

/** The same files on each database; only the database differs. */
function onEach(database: 'sqlite' | 'mariadb') {
  const left = [...PROCESSES_NOT_ON[database], ...(missing.balancers ? ['rolling-restart'] : [])];
  const exclude = left.map((name) => `test/process/${name}.spec.ts`);
  return [
    project(`e2e ${database}`, END_TO_END, onDatabase(database)),
    project(`process ${database}`, PROCESSES, {
      ...onDatabase(database),
      exclude,
      // Some start a dozen products one after another, each in ten seconds on a busy machine.
      testTimeout: 240_000,
    }),
  ];
}

const SERVER_NOT = [
  ...(missing.mounting ? ['test/server/full-disk.spec.ts'] : []),
  ...(missing.openssl ? ['test/server/tls.spec.ts'] : []),
];

/** What is about a server database alone; the legacy system has no other. */
const serverOnly = () => [
  project('adoption mariadb', [specsIn('adoption')], {
    ...onDatabase('mariadb'),
    testTimeout: 300_000,
    exclude: missing.webServers ? ['test/adoption/{switch,switch-below-app,guide}.spec.ts'] : [],
  }),
  project('server mariadb', [specsIn('server')], {
    ...onDatabase('mariadb'),
    exclude: SERVER_NOT,
  }),
];

/** What is about the embedded database alone: the files of a product that is a process. */
const embeddedOnly = () =>
  project('embedded sqlite', [specsIn('embedded')], {
    ...onDatabase('sqlite'),
    exclude: missing.mounting ? ['test/embedded/full-disk.spec.ts'] : [],
  });

if (process.env.CI === 'true' && missing.lines.length > 0) {
  throw new Error(`With CI=true nothing may be left out. Missing:\n${missing.lines.join('\n')}`);
}
const databases = missing.mariadb ? (['sqlite'] as const) : (['sqlite', 'mariadb'] as const);

/** The dashboard as people see it, on the server's database where there is one. */
const inBrowser = () =>
  project(
    'browser',
    [specsIn('browser')],
    onDatabase(missing.mariadb ? 'sqlite' : 'mariadb', 'test/support/global-setup-dashboard.ts'),
  );

/** Its sources know no decorators, and are read as Vite reads them when it builds. */
const dashboard = {
  test: { name: 'dashboard', include: ['dashboard/src/**/*.spec.ts'], ...EVERYWHERE },
};

export default defineConfig({
  test: {
    projects: [
      project('unit', ['src/**/*.spec.ts'], {
        exclude: missing.openssl ? ['src/mail/post-tls.spec.ts'] : [],
      }),
      dashboard,
      project('architecture', [specsIn('architecture')]),
      ...databases.flatMap(onEach),
      embeddedOnly(),
      ...(missing.mariadb ? [] : serverOnly()),
      ...(missing.chromium ? [] : [inBrowser()]),
      project('product', [specsIn('product')]),
    ],
    maxWorkers: WORKERS,
    reporters: ['default', './test/support/project-totals.reporter.ts'],
  },
});
