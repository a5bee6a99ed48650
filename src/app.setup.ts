import { createServer, type RequestListener } from 'node:http';
import compress from '@fastify/compress';
import etag from '@fastify/etag';
import helmet from '@fastify/helmet';
import { VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { Clock } from './common/clock.js';
import { logLines } from './common/log-lines.js';
import { answerUnreadableRequest, refuseUnclear } from './http/client-error.js';
import { Connections } from './http/connections.service.js';
import { InputPipe } from './http/input.pipe.js';
import { acceptJsonBodies } from './http/json-body.js';
import { loggedError, loggedRequest, PinoLogger } from './http/pino-logger.service.js';
import { answerWith, problemOf } from './http/problem-answer.js';
import { requestIdOf } from './http/request-id.js';
import { RequestLog } from './http/request-log.js';
import { RequestMeter } from './http/request-meter.service.js';
import { PERMISSIONS, protection, securityHeaders, type Headers } from './http/security-headers.js';
import type { Config } from './config/config.js';
import { serveDashboard } from './dashboard.js';
import { checkHosts } from './host-check.js';
import { answerProbesAlone } from './probes-alone.js';
import { type Need, Overload } from './health/overload.service.js';
import { OwnState } from './processes/own-state.js';
import type { SharedState } from './processes/shared-state.js';
import { isScriptUrl, scriptUrlTranslator } from './php-api/script-url.js';
import { acceptScriptBodies, readingActions } from './php-api/php-body.js';
import { serveApiDocs } from './openapi.js';

/** The largest body that any operation needs is far below. */
const BODY_LIMIT_BYTES = 64 * 1024;
/** A request must arrive within this time, and a connection may idle this long. */
const REQUEST_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 65_000;
/**
 * Node looks for slow requests at this interval; and where its limit for headers is the longer one,
 * which it is by default, it takes that for the body.
 */
const TIMES = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: 1_000,
  headersTimeout: 10_000,
  // Node's own answer to it says nothing; ours is below.
  requireHostHeader: false,
};

/** The product as an application that is ready to listen, the same for the server and the tests. */
export async function createApp(
  config: Config,
  clock: Clock = new Clock(),
  shared: SharedState = new OwnState(),
): Promise<NestFastifyApplication> {
  const always = securityHeaders(config);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    serverFactory: (listener: RequestListener) => {
      const reading = readingActions(listener, config.legacyPrefix, BODY_LIMIT_BYTES);
      return refuseUnclear(createServer(TIMES), reading, always);
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: answerUnreadableRequest(always),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: requestIdOf,
    rewriteUrl: scriptUrlTranslator(config.legacyPrefix),
    logger: {
      level: config.logLevel,
      stream: logLines(),
      serializers: { req: loggedRequest, err: loggedError },
    },
    logController: new RequestLog(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerUnreadableUrl(always),
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(config, clock, shared),
    adapter,
    {
      bodyParser: false,
      abortOnError: false,
      // A start that fails is explained in one line by who started it.
      logger: false,
    },
  );
  // First: it counts what other hooks refuse, too.
  app.get(RequestMeter).watch(fastify);
  await setUp(app, fastify, config);
  await app.init();
  logAsJson(app);
  return app;
}

/** Sends what Nest and our classes log to the server's JSON log. */
export function logAsJson(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  app.useLogger(new PinoLogger(fastify.log));
}

async function setUp(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  config: Config,
): Promise<void> {
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id);
    reply.header('Permissions-Policy', PERMISSIONS);
    // Whoever takes the device next must not find them in a cache of it, nor anybody in others.
    if (isAboutPeople(request)) reply.header('Cache-Control', 'no-store');
    // Only a read may be answered with 304; the plugin would answer a mutation so, too.
    if (!['GET', 'HEAD'].includes(request.method)) delete request.headers['if-none-match'];
  });
  await app.register(helmet, protection(config));
  refuseEarly(app, fastify, config);
  fastify.addHook('onSend', (request, reply, _, done) => {
    // What is refused is never "as you know it", though the refusal may be.
    if (reply.statusCode !== 200) delete request.headers['if-none-match'];
    done();
  });
  await app.register(etag, { weak: true });
  await app.register(compress, { global: true, threshold: 1024, encodings: ['br', 'gzip'] });
  if (config.corsOrigins.length > 0) {
    app.enableCors({
      origin: [...config.corsOrigins],
      methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
      allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-None-Match'],
      exposedHeaders: ['ETag', 'X-Request-Id', 'Idempotency-Replayed', 'Retry-After'],
      maxAge: 600,
    });
  }
  acceptJsonBodies(fastify);
  acceptScriptBodies(fastify);
  const exclude = [
    'metrics',
    'health/*path',
    'coach_session_management.php/*path',
    'coach_api.php/*path',
  ];
  app.setGlobalPrefix('api', { exclude });
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  app.useGlobalPipes(new InputPipe());
  app.get(Connections).watch(fastify, config.maxConnections);
  serveApiDocs(app, config);
  await serveDashboard(fastify);
}

/** Behind what gives each answer its headers, and before all that is work. */
function refuseEarly(app: NestFastifyApplication, fastify: FastifyInstance, config: Config): void {
  checkHosts(fastify, config);
  if (config.jobs === 'only') answerProbesAlone(fastify, (request) => needOf(request) === 'probe');
  app.get(Overload).watch(fastify, needOf);
}

/** They wait for one another: reports, and streams that open. */
const LANES = /^\/api\/v1\/(events|overview)(\?|$)/;

/** What a request needs, by its URL alone. */
function needOf({ url, routeOptions }: FastifyRequest): Need {
  if (LANES.test(url)) return 'lane';
  if (url.startsWith('/api/')) return 'api';
  if (/^\/(health\/|metrics(\?|$))/.test(url)) return 'probe';
  return isScriptUrl(routeOptions.url ?? url) ? 'script' : 'file';
}

function isAboutPeople({ url, routeOptions }: FastifyRequest): boolean {
  return url.startsWith('/api/') || isScriptUrl(routeOptions.url ?? url);
}

/** Answers requests whose URL the router cannot parse: they reach no hook and no filter. */
function answerUnreadableUrl(always: Headers) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    reply.headers({ ...always, 'Cache-Control': 'no-store', 'X-Request-Id': request.id });
    answerWith(problemOf(error), request, reply);
  };
}
