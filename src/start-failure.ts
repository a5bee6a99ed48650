import { EnvironmentError } from './config/environment.js';
import { SchemaError } from './database/schema-state.js';
import { explainDatabaseFailure } from './database/start-failure.js';

/** Why the product could not start, for the person at the terminal: what to do, and no stack. */
export function explain(error: unknown): string {
  if (error instanceof EnvironmentError || error instanceof SchemaError) return error.message;
  const { code, port } = (error ?? {}) as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that one, or set PORT to another number.`;
  }
  if (code === 'EACCES' && port !== undefined) {
    return `Port ${port} may not be used by this account. Set PORT to a number above 1023.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return 'HOST is not an address of this machine. Set HOST to 127.0.0.1 or 0.0.0.0.';
  }
  const database = explainDatabaseFailure(error);
  if (database) return database;
  return `The start failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
