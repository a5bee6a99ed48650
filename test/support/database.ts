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

function nextDatabase(): { base: string; name: string; url: string } {
  const base = inject('databaseBase');
  const name = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  return { base, name, url: base.startsWith('sqlite:') ? `${base}${name}.db` : `${base}${name}` };
}

/** Which database this run is about. */
export function isServerDatabase(): boolean {
  return process.env.TEST_DATABASE === 'mariadb';
}
