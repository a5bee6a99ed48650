import type { MailConfig } from './config.js';
import { hasCertificates } from './database-tls.js';
import type { EnvironmentReader } from './environment-reader.js';
import { isLoopback, isNamed } from './reach.js';

const FORM = 'smtp://USER:PASSWORD@HOST:PORT or smtps://…';
const LETTERS = 'letters such as @ : / of a password are written %40 %3A %2F';
/** Where a server takes mail from programs that sign in. */
const PORTS: Readonly<Record<string, number>> = { smtp: 587, smtps: 465 };
const CONTROL = /\p{Cc}/u;
const ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}<>()[\]\\,;:"@]{1,189}$/u;

type Server = Pick<MailConfig, 'host' | 'port' | 'tls' | 'credentials'>;

/** Reads `PUBLIC_URL`: an origin, such as `https://studio.example.com`. */
export function readPublicUrl(
  env: EnvironmentReader,
  publicHosts: readonly string[],
): string | undefined {
  const name = 'PUBLIC_URL';
  const text = env.text(name);
  if (text === undefined) return undefined;
  const url = !CONTROL.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const host = url ? hostOf(url) : '';
  if (!url || !isSafeOrigin(url, host) || /[?#]$/.test(text)) {
    const form = 'without path (http:// on this machine alone)';
    env.mistake(name, `is no address such as https://studio.example.com, ${form}`);
    return undefined;
  }
  if (!isNamed(host, publicHosts)) {
    env.mistake(name, `names ${host}, which PUBLIC_HOSTS leaves out. Add it there`);
  }
  return url.origin;
}

/** Whether it is an origin, and links to it are not read on the way. */
function isSafeOrigin({ href, origin, protocol }: URL, host: string): boolean {
  if (href !== `${origin}/`) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(host));
}

/**
 * Reads `MAIL_URL`, `MAIL_FROM` and `MAIL_CA`; undefined where no mail is sent. Mistakes never
 * repeat the value of the first, because it holds a password.
 */
export function readMail(
  env: EnvironmentReader,
  publicUrl: string | undefined,
): MailConfig | undefined {
  const text = env.secret('MAIL_URL');
  const from = readFrom(env);
  // Its file is the mistake then.
  if (text === undefined) return undefined;
  if (env.text('PUBLIC_URL') === undefined) {
    env.mistake('PUBLIC_URL', 'is missing: mails have links. Set https://studio.example.com');
  }
  if (env.text('MAIL_FROM') === undefined) {
    const howTo = 'Set whose name mails come in: The Studio <desk@studio.example.com>';
    env.mistake('MAIL_FROM', `is missing. ${howTo}`);
  }
  const server = readServer(env, text);
  const authority = readAuthority(env, server);
  if (!server || !from || publicUrl === undefined) return undefined;
  return { ...server, authority, from, publicUrl };
}

function readServer(env: EnvironmentReader, text: string): Server | undefined {
  const name = 'MAIL_URL';
  const [scheme = ''] = text.split(':');
  const url = !/[\s\p{Cc}]/u.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const named = url && PORTS[scheme] !== undefined && url.hostname !== '';
  if (!named || !/^\/?$/.test(url.pathname) || url.hash !== '') {
    env.mistake(name, `must have the form ${FORM}; ${LETTERS}`);
    return undefined;
  }
  const credentials = readCredentials(env, url);
  const host = hostOf(url);
  const port = url.port === '' ? (PORTS[scheme] ?? 0) : Number(url.port);
  return { host, port, tls: readTls(env, url, credentials !== undefined), credentials };
}

function readCredentials(env: EnvironmentReader, url: URL): Server['credentials'] {
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === '' && password === '') return undefined;
  if (user === undefined || password === undefined || CONTROL.test(user + password)) {
    env.mistake('MAIL_URL', `has a user or password that cannot be read; ${LETTERS}`);
    return undefined;
  }
  if (user === '' || password === '') {
    env.mistake('MAIL_URL', 'has one of user and password alone. Name both, or neither');
  }
  return { user, password };
}

/** Without the brackets of an IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** `?tls=off` is the only thing that may stand behind a `?`. */
function readTls(env: EnvironmentReader, url: URL, signsIn: boolean): Server['tls'] {
  const usual = url.protocol === 'smtps:' ? 'implicit' : 'demanded';
  const words = [...url.searchParams.keys()];
  if (words.length === 0) return usual;
  if (url.search !== '?tls=off') {
    const asked = words.filter((word) => /^\w{1,30}$/.test(word)).join(', ');
    env.mistake(
      'MAIL_URL',
      `asks for more than is known (${asked}). Only ?tls=off may stand there`,
    );
    return usual;
  }
  if (usual === 'implicit') {
    env.mistake('MAIL_URL', 'begins with smtps:// and ends with ?tls=off. Leave one of them out');
  } else if (signsIn && !isLoopback(hostOf(url))) {
    const howTo = 'Leave ?tls=off out, or use a server on this machine';
    env.mistake('MAIL_URL', `would send the password in the clear across a network. ${howTo}`);
  }
  return 'off';
}

/** Who vouches for the server, where no public authority does. */
function readAuthority(env: EnvironmentReader, server: Server | undefined): string | undefined {
  const name = 'MAIL_CA';
  const file = env.text(name);
  if (file === undefined) return undefined;
  if (server?.tls === 'off') {
    env.mistake(name, 'proves nothing where MAIL_URL says ?tls=off. Leave one of them out');
  }
  const pem = env.file(name, file);
  if (pem !== undefined && !hasCertificates(pem)) {
    env.mistake(name, `"${file}" holds no certificates in PEM (-----BEGIN CERTIFICATE-----)`);
  }
  return pem;
}

/** `desk@studio.example.com`, or the same in `<>` behind a name, which may stand in quotes. */
function readFrom(env: EnvironmentReader): MailConfig['from'] | undefined {
  const text = env.text('MAIL_FROM');
  if (text === undefined) return undefined;
  const [, quoted, plain, inBrackets] = /^(?:"([^"]*)"|([^"<>]*?))\s*<([^<>]*)>$/.exec(text) ?? [];
  const address = inBrackets ?? text;
  const name = (quoted ?? plain ?? '').trim();
  if (CONTROL.test(text) || !ADDRESS.test(address) || name.length > 100) {
    const form = 'desk@studio.example.com or The Studio <desk@studio.example.com>';
    env.mistake('MAIL_FROM', `must have the form ${form}, in one line`);
    return undefined;
  }
  return { name, address };
}
