import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseTls, ServerDatabaseConfig } from '../config/config.js';

/** A database on a server, and how the way to it is protected. */
export type ServerPlace = Pick<ServerDatabaseConfig, 'url' | 'tls'>;

/** Where the programs of the database find it: as their fourth open file. */
export const OPTIONS_FROM = '--defaults-file=/dev/fd/3';

/**
 * The server, user and password for a program of the database. They never stand in its words, which
 * everybody on the machine may read; the file has no name any more when it is handed on.
 */
export function openOptions(place: ServerPlace, program: { readonly isOfMysql: boolean }): number {
  const { url, tls } = place;
  const { hostname, port, username, password } = new URL(url);
  const lines = [
    '[client]',
    `host=${valueOf(hostname.replace(/^\[|\]$/g, ''))}`,
    `port=${port === '' ? 3306 : Number(port)}`,
    // By name, `localhost` would be a socket; the product itself knows none.
    'protocol=tcp',
    `user=${valueOf(decodeURIComponent(username))}`,
    `password=${valueOf(decodeURIComponent(password))}`,
    ...(program.isOfMysql ? mysqlEncryption(tls) : mariadbEncryption(tls)),
    '',
  ];
  const folder = mkdtempSync(join(tmpdir(), 'coach-options-'));
  const file = join(folder, 'options');
  try {
    const descriptor = openSync(file, 'wx+', 0o600);
    rmSync(file);
    try {
      // At a position: whoever reads it begins at the beginning.
      writeSync(descriptor, lines.join('\n'), 0);
      return descriptor;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Without `verify` the program encrypts where the server can, and does not insist: our own
 * connection has insisted before, and who could be between the two could as well stand for the
 * server, which only `verify` finds out.
 */
function mariadbEncryption({ mode, authority }: DatabaseTls): string[] {
  if (mode !== 'verify') return ['ssl', 'loose-disable-ssl-verify-server-cert'];
  return ['ssl', `ssl-ca=${valueOf(authority?.file ?? '')}`, 'ssl-verify-server-cert'];
}

function mysqlEncryption({ mode, authority }: DatabaseTls): string[] {
  if (mode === 'off') return ['ssl-mode=PREFERRED'];
  if (mode === 'require') return ['ssl-mode=REQUIRED'];
  return ['ssl-mode=VERIFY_IDENTITY', `ssl-ca=${valueOf(authority?.file ?? '')}`];
}

function valueOf(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
  return `"${escaped.replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;
}
