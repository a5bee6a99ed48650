import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { DatabaseTls } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';
import { isLoopback } from './reach.js';

const MODES = ['off', 'require', 'verify'] as const;
const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads `DATABASE_TLS` and `DATABASE_CA`, for the server that the URL names; undefined where it
 * names none. Without a word it is off, because a server on the same machine has often no TLS, and
 * needs none.
 */
export function readDatabaseTls(env: EnvironmentReader, url: string | undefined): DatabaseTls {
  const mode = env.choice('DATABASE_TLS', MODES, 'off');
  const host = url === undefined ? '' : new URL(url).hostname.replace(/^\[|\]$/g, '');
  const isUnsaid = env.text('DATABASE_TLS') === undefined;
  if (mode === 'verify' && isIP(host) > 0) {
    const howTo = "Name the server in DATABASE_URL as its certificate does, or use 'require'";
    // The driver would compare the certificate with the name of this machine.
    env.mistake('DATABASE_TLS', `can verify no IP address. ${howTo}`);
  }
  const authority = readAuthority(env, mode);
  return { mode, authority, isOpen: isUnsaid && host !== '' && !isLoopback(host) };
}

function readAuthority(
  env: EnvironmentReader,
  mode: DatabaseTls['mode'],
): DatabaseTls['authority'] {
  const name = 'DATABASE_CA';
  const file = env.text(name);
  if (file === undefined) {
    const howTo = 'Set the file with the certificate of the authority that the server trusts';
    const system = 'Debian has those of public ones in /etc/ssl/certs/ca-certificates.crt';
    if (mode === 'verify') env.mistake(name, `is missing. ${howTo}; ${system}`);
    return undefined;
  }
  if (mode !== 'verify') {
    env.mistake(name, 'proves nothing by itself. Set DATABASE_TLS=verify, or leave it out');
    return undefined;
  }
  const pem = env.file(name, file);
  if (pem !== undefined && !hasCertificates(pem)) {
    env.mistake(name, `"${file}" holds no certificates in PEM (-----BEGIN CERTIFICATE-----)`);
  }
  return { file, pem: pem ?? '' };
}

/** Whether there are some in PEM, and each can be read. */
export function hasCertificates(pem: string): boolean {
  const found = pem.match(CERTIFICATES) ?? [];
  try {
    return found.map((one) => new X509Certificate(one)).length > 0;
  } catch {
    return false;
  }
}
