import { isIP } from 'node:net';
import type { Config } from './config.js';

/** Whether a host name or IP address is always this machine itself. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** The setting by which others than the people of this machine are served, or undefined. */
export function openBy({
  production,
  host,
}: Pick<Config, 'production' | 'host'>): string | undefined {
  if (production) return 'NODE_ENV=production';
  if (!isLoopback(host)) return `HOST=${host}`;
  return undefined;
}
