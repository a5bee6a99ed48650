import type { QueryRunner } from 'typeorm';
import type { Key } from '../support/keys.js';
import { originalDefinition } from './original-tables.js';

/**
 * The keys of one column that a table of PHP's had before us, unique ones left out. Undefined where
 * PHP had no such table. Frozen by migrations/released.json.
 */
export async function originalKeys(runner: QueryRunner, table: string): Promise<Key[] | undefined> {
  const definition = await originalDefinition(runner, table);
  if (definition === undefined) return undefined;
  const keys = definition.matchAll(/^ {2}KEY `([^`]+)` \(`([^`]+)`\)/gm);
  return [...keys].map(([, name = '', column = '']) => ({ name, columns: [column] }));
}
