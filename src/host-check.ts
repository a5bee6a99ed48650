import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './common/problem.js';
import type { Config } from './config/config.js';
import { isOurHost, takesAnyHost } from './config/reach.js';
import { problemBody } from './http/problem-answer.js';

const HOW_TO =
  'The product does not answer to this host name. Whoever runs it names it in PUBLIC_HOSTS.';

/**
 * Refuses requests that are for another host, before anything is done for them, and requests that
 * name two. Called once, behind what gives each answer its headers.
 */
export function checkHosts(fastify: FastifyInstance, config: Config): void {
  const isUnchecked = takesAnyHost(config);
  fastify.addHook('onRequest', (request, reply, done) => {
    // Only HTTP/1.0 may come without one, and no browser has spoken that for decades.
    const { host } = request.headers;
    if (namesTwo(request)) refuse(request, reply, 'malformed_request', 'It names two hosts.');
    else if (isUnchecked || host === undefined || isForAnybody(request, config)) done();
    else if (isOurHost(host, config)) done();
    else refuse(request, reply, 'wrong_host', HOW_TO);
  });
}

/**
 * A balancer asks for the state by whatever name it has. Figures only if they need a token: without
 * one they are for this machine, and so would be for a page that takes our address for its own.
 */
function isForAnybody({ url }: FastifyRequest, { metricsToken }: Config): boolean {
  return url.startsWith('/health/') || (metricsToken !== undefined && url === '/metrics');
}

/** Node keeps the first one; a proxy in front may have gone by the other. */
function namesTwo({ raw: { rawHeaders } }: FastifyRequest): boolean {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  code: 'malformed_request' | 'wrong_host',
  detail: string,
): void {
  const problem = new Problem(code, detail);
  void reply
    .status(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, request)));
}
