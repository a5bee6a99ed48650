import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/environment.js';
import { describeApi } from '../openapi.js';
import { withApp } from './with-app.js';

/** Why the OpenAPI document is not in its file. */
export class DocumentNotWritten extends Error {}

/**
 * Writes the OpenAPI document with sorted keys, so that two versions differ only where the API
 * does. Needs no configuration: the app runs on an empty database that is deleted again.
 */
export async function writeApiDocument(file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-openapi-'));
  try {
    const config = readConfig({ DATABASE_URL: `sqlite:${join(folder, 'empty.db')}` });
    const document = await withApp(config, async (app) => Promise.resolve(describeApi(app)));
    const text = `${JSON.stringify(document, withSortedKeys, 2)}\n`;
    await writeFile(file, text).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new DocumentNotWritten(`The document could not be written: ${why}`);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function withSortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
