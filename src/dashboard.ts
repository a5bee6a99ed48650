import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ROOT_FOLDER } from './common/root-folder.js';
import { DashboardFiles, KEPT_BYTES, type KeptForm } from './dashboard-files.js';

const BUILT = join(ROOT_FOLDER, 'dashboard/dist');

const HOME = '/app/';
const INDEX = 'index.html';
/** What the build writes: no file or folder that begins with a dot, and nothing further up. */
const FILE = /^[\w-]+(\.[\w-]+)*(\/[\w-]+(\.[\w-]+)*)*$/;
/** Which pages there are is for the dashboard to say; what looks like a file of ours is none. */
const PAGE = /^(?!assets(\/|$))([^/.][^/]*\/)*([^/.][^/]*)?$/;

/** The names of assets are new wherever they are; all else keeps its name and must be asked for. */
const FOREVER = { immutable: true, maxAge: '1y' };
const FOREVER_IN_WORDS = 'public, max-age=31536000, immutable';
const ASK_AGAIN = { cacheControl: false };

/** A page asks for a dozen files: the log tells of those that fail. */
const QUIET = { logLevel: 'warn' } as const;

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Coach sessions</title></head>
  <body>
    <h1>The dashboard is not built</h1>
    <p>Run <code>npm run build</code>, then load this page again.</p>
  </body>
</html>
`;

/**
 * Serves the built dashboard below `/app/`, without sign-in: it contains no data. The URLs of all
 * its pages answer with the same HTML; `/` redirects browsers there.
 */
export async function serveDashboard(
  fastify: FastifyInstance,
  folder = BUILT,
  keptBytes = KEPT_BYTES,
): Promise<void> {
  const files = new DashboardFiles(folder, keptBytes);
  // A reply is also a promise, of its end: so what is found is a way to send it.
  const find = async (request: FastifyRequest, path: string) => {
    const accepted = request.headers['accept-encoding'];
    const kept = isPlain(request) ? await files.find(path, accepted) : undefined;
    if (kept) return (reply: FastifyReply) => sendKept(request, reply, path, kept);
    const isThere = await isFile(folder, path);
    return isThere ? (reply: FastifyReply) => sendFile(reply, path) : undefined;
  };
  await fastify.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    // A part of a file would be compressed as if it were the whole.
    acceptRanges: false,
    dotfiles: 'ignore',
    index: false,
    // It may be built later, while the API already runs.
    suppressWarning: true,
  });
  fastify.get('/', QUIET, (request, reply) => {
    reply.header('Vary', 'Accept');
    return wantsPage(request) ? reply.redirect(HOME) : sayNotFound(reply);
  });
  fastify.get('/app', QUIET, (_, reply) => reply.redirect(HOME));
  fastify.get<{ Params: { '*': string } }>(`${HOME}*`, QUIET, async (request, reply) => {
    const path = request.params['*'];
    const found = FILE.test(path) ? await find(request, path) : undefined;
    if (found) return found(reply);
    reply.header('Vary', 'Accept');
    if (path !== '' && !(PAGE.test(path) && wantsPage(request))) return sayNotFound(reply);
    const page = await find(request, INDEX);
    return page ? page(reply) : sayNotBuilt(reply);
  });
}

/** Whether nothing but "is it still that one?" is asked, and that in the way of browsers. */
function isPlain({ headers }: FastifyRequest): boolean {
  return !('if-match' in headers || 'if-unmodified-since' in headers);
}

/** Whether a person waits for a page, and not a script for an answer that it can read. */
function wantsPage({ headers }: FastifyRequest): boolean {
  return /\btext\/html\b/i.test(headers.accept ?? '');
}

async function isFile(folder: string, path: string): Promise<boolean> {
  return stat(join(folder, path)).then(
    (found) => found.isFile(),
    () => false,
  );
}

function sendFile(reply: FastifyReply, path: string): FastifyReply {
  if (path.startsWith('assets/')) return reply.sendFile(path, FOREVER);
  return reply.header('Cache-Control', 'no-cache').sendFile(path, ASK_AGAIN);
}

function sendKept(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  path: string,
  { bytes, encoding, type, etag, lastModified }: KeptForm,
): FastifyReply {
  const keptBy = path.startsWith('assets/') ? FOREVER_IN_WORDS : 'no-cache';
  reply.header('Cache-Control', keptBy).header('ETag', etag).header('Last-Modified', lastModified);
  const vary = reply.getHeader('Vary');
  reply.header('Vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
  if (isKnown(headers, etag, lastModified)) return reply.status(304).send();
  if (encoding) reply.header('Content-Encoding', encoding);
  return reply.type(type).send(bytes);
}

/** Whether whoever asks has it already. An etag, where there is one, says it better than a date. */
function isKnown(headers: FastifyRequest['headers'], etag: string, lastModified: string): boolean {
  const { 'if-none-match': known, 'if-modified-since': since } = headers;
  if (headers['cache-control']?.includes('no-cache')) return false;
  if (known !== undefined) {
    const bare = etag.replace('W/', '');
    return known.split(',').some((one) => ['*', etag, bare].includes(one.trim()));
  }
  return since !== undefined && Date.parse(lastModified) <= Date.parse(since);
}

function sayNotFound(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

function sayNotBuilt(reply: FastifyReply): FastifyReply {
  const page = reply.status(503).header('Cache-Control', 'no-store');
  return page.type('text/html; charset=utf-8').send(NOT_BUILT);
}
