import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { inject } from 'vitest';

/** A new, empty database of the kind that this run is about. */
export async function createDatabase(): Promise<string> {
  const base = inject('databaseBase');
  const name = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  if (base.startsWith('sqlite:')) return `${base}${name}.db`;
  const connection = await createConnection(base.replace(/^mariadb:/, 'mysql:'));
  await connection.query(`CREATE DATABASE ${name}`);
  await connection.end();
  return `${base}${name}`;
}

/** Which database this run is about. */
export function isServerDatabase(): boolean {
  return process.env.TEST_DATABASE === 'mariadb';
}
