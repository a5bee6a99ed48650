import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

const STREAMS = /^\/api\/v1\/events(\?|$)/;

/**
 * The log's lines about requests: one for each, when it has been answered. Whoever asks for a
 * stream has one when they come, too, because its end may be hours away.
 */
export class RequestLog extends LogController {
  override incomingRequest(request: FastifyRequest, reply: FastifyReply): void {
    if (STREAMS.test(request.url)) super.incomingRequest(request, reply);
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = { req: request, res: reply, responseTime: reply.elapsedTime };
    if (error) reply.log.error({ ...line, err: error }, 'request errored');
    else reply.log.info(line, 'request completed');
  }
}

/** Says that whoever asked has left: before the answer, or a stream, which nobody else ends. */
export function logLeft(request: FastifyRequest, responseTime: number): void {
  request.log.info({ req: request, responseTime }, 'client left');
}
