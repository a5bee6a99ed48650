import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { requireChromiumOrSay } from './test/support/chromium-presence.js';
import { requireMariadbOrSay } from './test/support/mariadb-presence.js';

// SWC, because Nest's injection reads the types that decorators emit.
const decorators = () =>
  swc.vite({
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  });

const END_TO_END = ['e2e', 'concurrency', 'migrations', 'process'].map(
  (folder) => `test/${folder}/**/*.spec.ts`,
);

function project(name: string, include: string[], more: object = {}) {
  return { plugins: [decorators()], test: { name, include, ...more } };
}

/** The same files on each database; only the database differs. */
function endToEnd(database: 'sqlite' | 'mariadb') {
  return project(`e2e ${database}`, END_TO_END, {
    env: { TEST_DATABASE: database },
    globalSetup: [`test/support/global-setup-${database}.ts`],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  });
}

/** What is about a server database alone: the legacy system has no other. */
const serverOnly = () =>
  project('legacy mariadb', ['test/legacy/**/*.spec.ts'], {
    env: { TEST_DATABASE: 'mariadb' },
    globalSetup: ['test/support/global-setup-mariadb.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  });

const databases = requireMariadbOrSay() ? (['sqlite', 'mariadb'] as const) : (['sqlite'] as const);

/** The dashboard as people see it, on the server's database where there is one. */
const inBrowser = () => {
  const database = databases.at(-1);
  return project('browser', ['test/browser/**/*.spec.ts'], {
    env: { TEST_DATABASE: database },
    globalSetup: [
      'test/support/global-setup-dashboard.ts',
      `test/support/global-setup-${database}.ts`,
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  });
};

/** Its sources know no decorators, and are read as Vite reads them when it builds. */
const dashboard = { test: { name: 'dashboard', include: ['dashboard/src/**/*.spec.ts'] } };

export default defineConfig({
  test: {
    projects: [
      project('unit', ['src/**/*.spec.ts']),
      dashboard,
      project('architecture', ['test/architecture/**/*.spec.ts'], { testTimeout: 60_000 }),
      ...databases.map(endToEnd),
      ...(databases.length > 1 ? [serverOnly()] : []),
      ...(requireChromiumOrSay() ? [inBrowser()] : []),
      project('product', ['test/product/**/*.spec.ts'], { testTimeout: 60_000 }),
    ],
    maxWorkers: 2,
    reporters: ['default', './test/support/project-totals.reporter.ts'],
  },
});
