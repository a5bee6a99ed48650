import { EnvironmentError } from './config/environment.js';
import { SchemaError } from './database/schema-error.js';
import { explainDatabaseFailure } from './database/start-failure.js';
import { DemoRefused } from './demo/demo-studio.service.js';

/** Why the product could not start, for the person at the terminal: what to do, and no stack. */
export function explain(error: unknown): string {
  const told = [EnvironmentError, SchemaError, DemoRefused];
  if (error instanceof Error && told.some((kind) => error instanceof kind)) return error.message;
  const known = explainListenFailure(error) ?? explainDatabaseFailure(error);
  if (known) return known;
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The start failed: ${cause}`;
}

interface ListenError {
  readonly code?: string;
  readonly port?: number;
  readonly syscall?: string;
  /** Set on errors of database connections, which look names up, too. */
  readonly fatal?: boolean;
}

function explainListenFailure(error: unknown): string | undefined {
  const { code, port, syscall, fatal } = (error ?? {}) as ListenError;
  // One of several processes asks its primary to bind the port.
  const ofServer =
    syscall === 'listen' || syscall === 'bind' || (syscall === 'getaddrinfo' && fatal !== true);
  if (!ofServer) return undefined;
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Stop that one, or set PORT to another.`;
  }
  if (code === 'EACCES') {
    return `Port ${port} may not be used by this account. Set PORT to a number above 1023.`;
  }
  return 'HOST is not an IP address of this machine. Set HOST to 127.0.0.1 or 0.0.0.0.';
}
