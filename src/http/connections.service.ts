import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';
import { setImmediate as afterReading, setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Meter, type Tally } from '../common/meter.js';
import { untilNobodyComes } from '../common/quiet-turn.js';
import { Stopping } from './stopping.js';

/** Whoever has sent half of a request by then has lost the network. */
const HALF_SENT_FOR_MS = 1_500;
const LOOK_EVERY_MS = 10;
/** Whoever rests for so long makes room where there is none. */
const RESTS_FOR_MS = 1_000;

/** A connection, and what is under way on it. */
interface Visit {
  readonly requests: Set<IncomingMessage>;
  /** What had arrived when nothing was under way: more of it is the beginning of a request. */
  bytesAtRest: number;
  restsSinceMs: number;
}

/**
 * The connections of this process: not more than there may be, and an answer ends its connection
 * once the process is to stop.
 */
@Injectable()
export class Connections {
  private readonly visits = new Map<Socket, Visit>();
  private server: HttpServer | undefined;
  private isEnding = false;

  private readonly refused: Tally;

  constructor(
    private readonly stopping: Stopping,
    meter: Meter,
  ) {
    this.refused = meter.tally('coach_connections_refused_total');
  }

  /** Called once, before the server listens. */
  watch(fastify: FastifyInstance, most: number): void {
    const { server } = fastify;
    this.server = server;
    server.on('connection', (socket: Socket) => {
      if (this.visits.size >= most) {
        this.refused.add();
        if (!this.makeRoom()) {
          socket.destroy();
          return;
        }
      }
      const restsSinceMs = performance.now();
      this.visits.set(socket, { requests: new Set(), bytesAtRest: 0, restsSinceMs });
      socket.once('close', () => this.visits.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.begin(request, response);
    });
    // For whoever closes the app without more ado.
    fastify.addHook('preClose', async () => this.end(0));
    fastify.addHook('onSend', (_, reply, __, done) => {
      if (this.isEnding || this.stopping.hasBegun) reply.header('Connection', 'close');
      done();
    });
  }

  /**
   * Lets in who has come so far, and then nobody else; ends when all are gone. Whoever has asked is
   * answered; whoever is idle for so long, or does not come to an end with a request, is cut off.
   */
  async end(idleForMs: number): Promise<void> {
    const { server, visits } = this;
    if (!server) return;
    this.isEnding = true;
    if (server.listening) await this.closePort(server);
    const sinceMs = performance.now();
    for (;;) {
      // Behind the reading of all that has arrived, so that who seems idle is.
      await afterReading();
      const isLate = performance.now() - sinceMs >= HALF_SENT_FOR_MS;
      for (const [socket, visit] of visits) {
        if (isIdle(socket, visit, idleForMs)) socket.destroySoon();
        else if (isLate && isHalfSent(socket, visit)) socket.destroy();
      }
      if (visits.size === 0) return;
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Ends the connection that rests for the longest, also in the middle of a request's head. */
  private makeRoom(): boolean {
    let [longest, sinceMs] = [undefined as Socket | undefined, performance.now() - RESTS_FOR_MS];
    for (const [socket, { requests, restsSinceMs }] of this.visits) {
      if (requests.size > 0 || restsSinceMs > sinceMs) continue;
      [longest, sinceMs] = [socket, restsSinceMs];
    }
    if (!longest) return false;
    this.visits.delete(longest);
    longest.destroy();
    return true;
  }

  /**
   * Closes the port behind all who have come. Nobody of them is served meanwhile, because whoever
   * is answered may come again.
   */
  private async closePort(server: HttpServer): Promise<void> {
    const admit = server.listeners('connection') as ((socket: Socket) => void)[];
    const waiting: Socket[] = [];
    server.removeAllListeners('connection').on('connection', (socket: Socket) => {
      waiting.push(socket.on('error', ignore));
    });
    await untilNobodyComes(() => waiting.length);
    // The one of HTTP closes idle connections at once, on which a request may be under way.
    Server.prototype.close.call(server);
    for (const socket of waiting) {
      for (const one of admit) one.call(server, socket);
      socket.off('error', ignore);
    }
  }

  private begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const visit = this.visits.get(socket);
    if (!visit) return;
    visit.requests.add(request);
    response.once('close', () => {
      visit.requests.delete(request);
      visit.bytesAtRest = socket.bytesRead;
      visit.restsSinceMs = performance.now();
    });
  }
}

function ignore(): void {
  // Whoever leaves while waiting is noticed when let in.
}

function isIdle({ bytesRead }: Socket, visit: Visit, forMs: number): boolean {
  const { requests, bytesAtRest, restsSinceMs } = visit;
  if (requests.size > 0 || bytesRead > bytesAtRest) return false;
  return performance.now() - restsSinceMs >= forMs;
}

function isHalfSent({ bytesRead }: Socket, { requests, bytesAtRest }: Visit): boolean {
  if (requests.size === 0) return bytesRead > bytesAtRest;
  return [...requests].some((request) => !request.complete);
}
