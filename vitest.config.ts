import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
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

export default defineConfig({
  test: {
    projects: [
      project('unit', ['src/**/*.spec.ts']),
      project('architecture', ['test/architecture/**/*.spec.ts'], { testTimeout: 60_000 }),
      ...databases.map(endToEnd),
      ...(databases.length > 1 ? [serverOnly()] : []),
      project('product', ['test/product/**/*.spec.ts'], { testTimeout: 60_000 }),
    ],
    maxWorkers: 2,
    reporters: ['default', './test/support/project-totals.reporter.ts'],
  },
});
