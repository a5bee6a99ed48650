import type { DataSource } from 'typeorm';
import { originalDefinition } from '../../migrations/adoption/original-tables.js';
import { objectsIn } from './inventory.js';

/** The view of the legacy system that ours replaces. */
const SUMMARY = 'coach_session_summary';

/** In whose name the views, triggers, routines and events run that were there before us. */
export interface Definers {
  readonly byName: ReadonlyMap<string, string>;
  /** How the legacy system's view would be created, if it had one. */
  readonly summary: string | undefined;
}

/** Something that runs in another name than before. */
export interface ChangedDefiner {
  readonly kind: string;
  readonly name: string;
  readonly was: string;
  readonly is: string;
  /** What gives it back, where that is known. */
  readonly statement?: string;
}

/** Reads them of a database that is adopted; our own view counts as the one that it replaced. */
export async function definersIn(dataSource: DataSource): Promise<Definers> {
  const runner = dataSource.createQueryRunner();
  try {
    const byName = new Map<string, string>();
    for (const { kind, name, definer } of await objectsIn(runner)) {
      if (definer !== null && name !== SUMMARY) byName.set(`${kind} ${name}`, definer);
    }
    const summary = await originalDefinition(runner, SUMMARY);
    const [, user, host] = / DEFINER=`([^`]*)`@`([^`]*)`/.exec(summary ?? '') ?? [];
    if (user !== undefined) byName.set(`view ${SUMMARY}`, `${user}@${host}`);
    return { byName, summary };
  } finally {
    await runner.release();
  }
}

/** What runs in another name than it did. */
export async function changedDefiners(
  dataSource: DataSource,
  before: Definers,
): Promise<ChangedDefiner[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const objects = await objectsIn(runner);
    return objects.flatMap(({ kind, name, definer }) => {
      const was = before.byName.get(`${kind} ${name}`);
      if (was === undefined || definer === null || was === definer) return [];
      const statement = before.summary?.replace(/^CREATE /, 'CREATE OR REPLACE ');
      const isSummary = name === SUMMARY && statement !== undefined;
      return [
        { kind, name, was, is: definer, ...(isSummary ? { statement: `${statement};` } : {}) },
      ];
    });
  } finally {
    await runner.release();
  }
}
