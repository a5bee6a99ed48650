import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { inject } from 'vitest';
import { copyFileTemplate, copyServerTemplate } from './template-database.js';

/** A new, empty database of the kind that this run is about. */
export async function createDatabase(): Promise<string> {
  const { base, name, url } = nextDatabase();
  if (base.startsWith('sqlite:')) return url;
  const connection = await createConnection(base.replace(/^mariadb:/, 'mysql:'));
  await connection.query(`CREATE DATABASE ${name}`);
  await connection.end();
  return url;
}

/** A new database on which all migrations have run: a copy of the template. */
export async function createMigratedDatabase(): Promise<string> {
  const { base, name, url } = nextDatabase();
  const template = inject('databaseTemplate');
  if (base.startsWith('sqlite:')) await copyFileTemplate(template, url);
  else await copyServerTemplate(template, base, name);
  return url;
}

/** Names of databases on the server that are not dropped yet. */
const created = new Set<string>();
const DROP_WITHIN_SECONDS = 5;

function nextDatabase(): { base: string; name: string; url: string } {
  const base = inject('databaseBase');
  const name = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  if (base.startsWith('sqlite:')) return { base, name, url: `${base}${name}.db` };
  created.add(name);
  return { base, name, url: `${base}${name}` };
}

/**
 * Drops what this worker has created on the server, or one database of it. With each database that
 * is there, the server takes longer to say what a table looks like, which migrations ask hundreds
 * of times.
 */
export async function dropDatabases(url?: string): Promise<void> {
  const base = inject('databaseBase');
  const names = [...created].filter((name) => url === undefined || url === `${base}${name}`);
  if (names.length === 0) return;
  const connection = await createConnection(base.replace(/^mariadb:/, 'mysql:'));
  await connection.query(`SET lock_wait_timeout = ${DROP_WITHIN_SECONDS}`);
  for (const name of names) {
    // One that somebody still holds stays until the server goes.
    await connection.query(`DROP DATABASE ${name}`).catch(() => undefined);
    created.delete(name);
  }
  await connection.end();
}

/** Which database this run is about. */
export function isServerDatabase(): boolean {
  return process.env.TEST_DATABASE === 'mariadb';
}

/** A statement as a server without strict mode takes it, which keeps '' for a word it lacks. */
export function leniently(statement: string): string {
  return isServerDatabase() ? `SET STATEMENT sql_mode = '' FOR ${statement}` : statement;
}
