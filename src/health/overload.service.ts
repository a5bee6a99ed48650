import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Meter, type Tally } from '../common/meter.js';
import { Pauses } from '../common/pauses.js';
import { Problem } from '../common/problem.js';
import { Outage } from '../database/outage.js';
import { answerWith } from '../http/problem-answer.js';
import { Admission } from './admission.js';
import { LoopDelay } from './loop-delay.js';
import { RefusalPace } from './refusal-pace.js';

/**
 * What a request needs: the database, or only this process; `lane` waits in a line of its own, and
 * `probe` asks how it is.
 */
export type Need = 'api' | 'lane' | 'script' | 'file' | 'probe';

type Reason = 'database_down' | 'event_loop' | 'queue';

/** Made once: a refusal must cost little. */
const CROWDED = new Problem('unavailable', 'Too many ask at the moment. Try again in a moment.');
const NO_DATABASE = new Problem(
  'unavailable',
  'The database cannot be reached at the moment. Try again in a moment.',
);

const READING = new Set(['GET', 'HEAD']);
const TELL_EVERY_MS = 10_000;
/** Whoever has left is counted until the work is done, or for so long, should nobody say so. */
const WORK_ENDS_WITHIN_MS = 15_000;

/** The place of each request that was let in, to be left. */
const places = new WeakMap<FastifyRequest, () => void>();

/**
 * Refuses requests that could not be served in time, before anything else is done for them: by how
 * many are under way, by the delay of the event loop, and while the database is known to be down.
 */
@Injectable()
export class Overload implements OnModuleDestroy {
  private readonly logger = new Logger(Overload.name);
  /** Apart, so that changes which wait for a lock do not keep away those who only read. */
  private readonly reads = new Admission();
  private readonly changes = new Admission();
  /** Those that wait for one another must not keep away who does not. */
  private readonly lanes = new Admission();
  private readonly loop = new LoopDelay();
  private readonly pace = new RefusalPace();
  private readonly tallies: Readonly<Record<Reason, Tally>>;
  private refused = 0;
  private readonly pauses = new Pauses([1, 2, 3]);
  private toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly outage: Outage,
    meter: Meter,
  ) {
    const tallyOf = (reason: Reason) => meter.tally('coach_http_requests_shed_total', { reason });
    this.tallies = {
      database_down: tallyOf('database_down'),
      event_loop: tallyOf('event_loop'),
      queue: tallyOf('queue'),
    };
  }

  /** Called once, before the server listens, behind what adds headers to every answer. */
  watch(fastify: FastifyInstance, needOf: (request: FastifyRequest) => Need): void {
    this.loop.start();
    fastify.addHook('onRequest', (request, reply, done) => {
      this.loop.noteRequest();
      const need = needOf(request);
      const reason = this.reasonAgainst(need, request, reply);
      if (reason) this.refuse(reason, need, request, reply);
      else done();
    });
    // Of a stream, this is when it begins.
    fastify.addHook('onSend', (request, _, __, done) => {
      places.get(request)?.();
      done();
    });
  }

  onModuleDestroy(): void {
    this.loop.stop();
  }

  private keepPlace(place: Admission, request: FastifyRequest, reply: FastifyReply): void {
    const leave = () => {
      if (places.delete(request)) place.leave(isServed(reply.statusCode), performance.now());
    };
    places.set(request, leave);
    reply.raw.once('close', () => {
      if (places.has(request)) setTimeout(leave, WORK_ENDS_WITHIN_MS).unref();
    });
  }

  /** Why a request is refused; undefined where it is let in, and has its place. */
  private reasonAgainst(
    need: Need,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Reason | undefined {
    if (need === 'probe') return undefined;
    if (this.loop.hasTooMuch) return 'event_loop';
    if (need === 'file') return undefined;
    if (this.outage.hasBegun) return 'database_down';
    const kind = READING.has(request.method) ? this.reads : this.changes;
    const place = need === 'lane' ? this.lanes : kind;
    if (!place.enter(performance.now())) return 'queue';
    this.keepPlace(place, request, reply);
    return undefined;
  }

  private refuse(reason: Reason, need: Need, request: FastifyRequest, reply: FastifyReply): void {
    const now = performance.now();
    this.tallies[reason].add();
    this.tell(reason, now);
    const delayMs = this.pace.delayMs(now);
    if (delayMs === undefined) {
      request.raw.destroy();
    } else if (delayMs === 0) {
      this.answer(reason, need, request, reply);
    } else {
      const timer = setTimeout(() => this.answer(reason, need, request, reply), delayMs);
      reply.raw.once('close', () => clearTimeout(timer));
    }
  }

  private answer(reason: Reason, need: Need, request: FastifyRequest, reply: FastifyReply): void {
    const problem = reason === 'database_down' ? NO_DATABASE : CROWDED;
    reply.header('Retry-After', String(this.pauses.next()));
    if (need !== 'script') {
      answerWith(problem, request, reply);
      return;
    }
    const { detail: message, status } = problem;
    reply.type('application/json; charset=utf-8').status(status);
    void reply.send(JSON.stringify({ success: false, message }));
  }

  /** A line now and then, for there may be thousands. */
  private tell(reason: Reason, now: number): void {
    this.refused += 1;
    if (now - this.toldAtMs < TELL_EVERY_MS) return;
    this.toldAtMs = now;
    const { refused, reads, changes, lanes } = this;
    this.logger.warn({
      msg: 'requests are refused at once',
      ...{ reason, refusedSoFar: refused },
      ...{ reads: reads.underWay, changes: changes.underWay, lanes: lanes.underWay },
    });
  }
}

/** What costs next to nothing, and must not make us believe that we are fast. */
const NEARLY_FREE = new Set([401, 404, 429]);

function isServed(status: number): boolean {
  return status < 500 && !NEARLY_FREE.has(status);
}
