import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './common/problem.js';
import { answerWith } from './http/problem-answer.js';

/** Made once: it costs little to refuse. */
const NOBODY_SERVED = new Problem(
  'not_found',
  'This process works in the background only (JOBS=only). Ask one that serves.',
);

/** Has a process answer nothing but how it is: whatever leads people here is set up wrongly. */
export function answerProbesAlone(
  fastify: FastifyInstance,
  isProbe: (request: FastifyRequest) => boolean,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isProbe(request)) done();
    else answerWith(NOBODY_SERVED, request, reply);
  });
}
