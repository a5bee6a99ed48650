import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The sources run from src/, what is built from them from dist/src/. */
const ROOT = resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '..' : '../..');
const BUILT = join(ROOT, 'dashboard/dist');

const HOME = '/app/';
const INDEX = 'index.html';
/** What the build writes: no file or folder that begins with a dot, and nothing further up. */
const FILE = /^[\w-]+(\.[\w-]+)*(\/[\w-]+(\.[\w-]+)*)*$/;
/** Which pages there are is for the dashboard to say; what looks like a file of ours is none. */
const PAGE = /^(?!assets(\/|$))([^/.][^/]*\/)*([^/.][^/]*)?$/;

/** The names of assets are new wherever they are; all else keeps its name and must be asked for. */
const FOREVER = { immutable: true, maxAge: '1y' };
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
export async function serveDashboard(fastify: FastifyInstance, folder = BUILT): Promise<void> {
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
    if (FILE.test(path) && (await isFile(folder, path))) return sendFile(reply, path);
    reply.header('Vary', 'Accept');
    if (path !== '' && !(PAGE.test(path) && wantsPage(request))) return sayNotFound(reply);
    return (await isFile(folder, INDEX)) ? sendFile(reply, INDEX) : sayNotBuilt(reply);
  });
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

function sayNotFound(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

function sayNotBuilt(reply: FastifyReply): FastifyReply {
  const page = reply.status(503).header('Cache-Control', 'no-store');
  return page.type('text/html; charset=utf-8').send(NOT_BUILT);
}
