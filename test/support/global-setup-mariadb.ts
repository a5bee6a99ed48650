import type { TestProject } from 'vitest/node';
import { startMariadb } from './mariadb-server.js';
import { createTemplate } from './template-database.js';
import './global-setup-sqlite.js';

/** A private MariaDB for the test databases of this run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const isForMigrating = project.name === 'adoption mariadb';
  const server = await startMariadb({ isForMigrating });
  project.provide('databaseBase', server.base);
  project.provide('databaseTemplate', await createTemplate(server.base));
  return () => server.stop();
}
