import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { databaseFolder } from './scratch.js';
import { createTemplate } from './template-database.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A URL that ends where the name of a database is to be appended. */
    databaseBase: string;
    /** What `createTemplate` gave: what migrated databases are copied from. */
    databaseTemplate: string;
  }
}

/** A folder for the test databases of this run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await databaseFolder('coach-test-');
  const base = `sqlite:${folder}/`;
  project.provide('databaseBase', base);
  project.provide('databaseTemplate', await createTemplate(base));
  return () => rm(folder, { recursive: true, force: true });
}
