import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Durations, Meter, type Tally } from '../common/meter.js';
import { logLeft } from './request-log.js';

const STREAM = 'text/event-stream';

interface Series {
  readonly requests: Tally;
  readonly durations: Durations;
}

/** Counts requests by route and status, and how long they took; logs who has left meanwhile. */
@Injectable()
export class RequestMeter {
  /** What was found once: making the names takes longer than counting. */
  private readonly series = new Map<string, Series>();
  private readonly abandoned: Tally;
  private inProgress = 0;

  constructor(private readonly meter: Meter) {
    this.abandoned = meter.tally('coach_http_requests_abandoned_total');
    meter.watch('coach_http_requests_in_progress', () => this.inProgress);
  }

  /** Called once, before the server listens. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, { raw }, done) => {
      const startedMs = performance.now();
      this.inProgress += 1;
      // It comes in any case: after the answer, or when the client has left.
      raw.once('close', () => {
        this.inProgress -= 1;
        this.note(request, raw, performance.now() - startedMs);
      });
      done();
    });
  }

  private note(request: FastifyRequest, answer: ServerResponse, ms: number): void {
    const isStream = String(answer.getHeader('content-type') ?? '').startsWith(STREAM);
    if (!answer.writableFinished) logLeft(request, ms);
    if (!answer.writableFinished && !isStream) {
      this.abandoned.add();
      return;
    }
    const { requests, durations } = this.seriesOf(request, answer.statusCode);
    requests.add();
    if (!isStream) durations.add(ms / 1_000);
  }

  private seriesOf(request: FastifyRequest, statusCode: number): Series {
    const { method } = request;
    // The pattern, for a URL holds ids, and anybody may ask for any.
    const route = request.routeOptions.url ?? 'none';
    const key = `${statusCode} ${method} ${route}`;
    const known = this.series.get(key);
    if (known) return known;
    const labels = { method, route };
    const status = String(statusCode);
    const series = {
      requests: this.meter.tally('coach_http_requests_total', { ...labels, status }),
      durations: this.meter.durationsOf('coach_http_request_duration_seconds', labels),
    };
    this.series.set(key, series);
    return series;
  }
}
