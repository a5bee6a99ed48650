import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './common/problem.js';
import type { Config } from './config/config.js';
import { isOurHost, takesAnyHost } from './config/reach.js';
import { answerWith } from './http/problem-answer.js';

const HOW_TO =
  'The product does not answer to this host name. Whoever runs it names it in PUBLIC_HOSTS.';
/** Made once: it costs little to refuse. */
const WRONG_HOST = new Problem('wrong_host', HOW_TO);

/**
 * Refuses requests that are for another host, before anything is done for them. Called once, behind
 * what gives each answer its headers. Requests that name two never come so far (`refuseUnclear`).
 */
export function checkHosts(fastify: FastifyInstance, config: Config): void {
  const isUnchecked = takesAnyHost(config);
  fastify.addHook('onRequest', (request, reply, done) => {
    // Only HTTP/1.0 may come without one, and no browser has spoken that for decades.
    const { host } = request.headers;
    if (isUnchecked || host === undefined || isForAnybody(request, config)) done();
    else if (isOurHost(host, config)) done();
    else answerWith(WRONG_HOST, request, reply);
  });
}

/**
 * A balancer asks for the state by whatever name it has. Figures only if they need a token: without
 * one they are for this machine, and so would be for a page that takes our address for its own.
 */
function isForAnybody({ url }: FastifyRequest, { metricsToken }: Config): boolean {
  return url.startsWith('/health/') || (metricsToken !== undefined && url === '/metrics');
}
