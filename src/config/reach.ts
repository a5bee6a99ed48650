import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Config } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';

/** Stands for every name, where somebody does not want them to be looked at. */
const ANY = '*';

/** 127.0.0.0/8 where a program that listens on IPv6 sees it. */
const IPV4_LOOPBACK = /^::ffff:7f[0-9a-f]{2}:/;

type Reach = Pick<Config, 'production' | 'host' | 'publicHosts'>;

/** Reads `PUBLIC_HOSTS`: names and IP addresses as `Host` has them, but for letters. */
export function readPublicHosts(env: EnvironmentReader): readonly string[] {
  return env.list('PUBLIC_HOSTS').map((entry) => {
    const name = plain(entry);
    if (name !== ANY && isIP(name) === 0 && !isHostName(name)) {
      const form = 'is no host name such as studio.example.com, without https:// and without port';
      env.mistake('PUBLIC_HOSTS', `"${entry}" ${form}`);
    }
    return name;
  });
}

function isHostName(name: string): boolean {
  return name.length <= 253 && /^(?!-)[a-z0-9_-]{1,63}(\.(?!-)[a-z0-9_-]{1,63})*$/.test(name);
}

/** Whether `PUBLIC_HOSTS`, where it is set, lets requests for a host in. */
export function isNamed(host: string, publicHosts: readonly string[]): boolean {
  if (publicHosts.length === 0 || publicHosts.includes(ANY) || isLoopback(host)) return true;
  return publicHosts.includes(plain(host));
}

/** Whether a host name or IP address is always this machine itself. */
export function isLoopback(host: string): boolean {
  const name = plain(host);
  if (name === 'localhost' || name === '::1' || IPV4_LOOPBACK.test(name)) return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** The setting by which others than the people of this machine are served, or undefined. */
export function openBy({ production, host, publicHosts }: Reach): string | undefined {
  if (production) return 'NODE_ENV=production';
  if (!isLoopback(host)) return `HOST=${host}`;
  const other = publicHosts.find((name) => !isLoopback(name));
  return other === undefined ? undefined : `PUBLIC_HOSTS=${other}`;
}

/**
 * Whether each `Host` is taken: in production without `PUBLIC_HOSTS` it is, because only the proxy
 * in front knows the names; and where somebody has said so.
 */
export function takesAnyHost({ production, publicHosts }: Reach): boolean {
  return publicHosts.includes(ANY) || (production && publicHosts.length === 0);
}

/**
 * Whether a request with this `Host` is for the product: by what it listens on, by a name that
 * always is this machine, or by a configured one. Where none is configured, by any IP address, too,
 * and from other machines by the name of this one. A page of somebody else's can make its own name
 * mean this machine, and is then of our origin for the browser; but it cannot ask by another name
 * than its own, and its name is no IP address.
 */
export function isOurHost(hostHeader: string, { host, publicHosts }: Reach): boolean {
  const name = nameIn(hostHeader);
  if (isLoopback(name) || name === plain(host)) return true;
  if (publicHosts.length > 0) return publicHosts.includes(name);
  return isIP(name) > 0 || (!isLoopback(host) && isOwnName(name));
}

/** As other machines of a network call this one: by its name, with or without a domain. */
function isOwnName(name: string): boolean {
  const own = plain(hostname());
  const [first = own] = own.split('.');
  return name !== '' && [own, first, `${first}.local`].includes(name);
}

/** `Studio.Example.com.:3000` and `[::1]:3000` without what is not the name. */
function nameIn(hostHeader: string): string {
  const [, ip, name = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(hostHeader) ?? [];
  return ip === undefined ? plain(name) : isIP(ip) === 6 ? plain(ip) : '';
}

/** A host in the one form that it has among many: small letters, IPv6 as browsers write it. */
function plain(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isIP(name) !== 6) return name;
  // The zone is this machine's own word for a network card, and in no URL.
  return new URL(`http://[${name.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}
