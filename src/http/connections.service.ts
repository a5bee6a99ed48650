import { once } from 'node:events';
import { Server, type Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/**
 * The connections of this process. While it stops, an answer ends its connection: an idle one would
 * delay the stop. So would one on which nothing was ever sent, as browsers keep ready; the server
 * takes it for busy.
 */
@Injectable()
export class Connections {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private isEnding = false;

  /** Called once, before the server listens. */
  watch(fastify: FastifyInstance): void {
    const { sockets } = this;
    const server: Server = fastify.server;
    this.server = server;
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    fastify.addHook('preClose', (done) => {
      this.isEnding = true;
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      done();
    });
    fastify.addHook('onSend', (_, reply, __, done) => {
      if (this.isEnding) reply.header('Connection', 'close');
      done();
    });
  }

  /**
   * Takes no more connections, because another process does, and lets those that are there end with
   * the next answer. Nobody is cut off in the middle of asking: idle ones are closed by the stop,
   * which comes when all are gone or the time is over.
   */
  async handOver(withinMs: number): Promise<void> {
    if (!this.server) return;
    this.isEnding = true;
    const gone = once(this.server, 'close', { signal: AbortSignal.timeout(withinMs) });
    // The one of HTTP closes idle connections at once, on which a request may be under way.
    Server.prototype.close.call(this.server);
    await gone.catch(() => undefined);
  }
}
