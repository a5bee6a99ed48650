import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A URL that ends where the name of a database is to be appended. */
    databaseBase: string;
  }
}

/** A folder for the test databases of this run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-test-'));
  project.provide('databaseBase', `sqlite:${folder}/`);
  return () => rm(folder, { recursive: true, force: true });
}
