import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import type { Config } from './config/config.js';
import { DemoStudio } from './demo/demo-studio.service.js';

const ABOUT = `Coaches sell packages of training sessions. A member's count goes down by
itself when the member starts a workout, once a day; coaches undo wrong deductions and correct
counts with a reason; and every change is in the activity log.`;

const TRYING_OUT = `**Trying it out:** call **Sign in** below with a demo account
(\`ana@example.com\`, password \`training-day\`), copy \`accessToken\` from the answer, and paste it
into **Authorize**.`;

const MANNERS = `Errors are problem details (RFC 9457): \`code\` is stable, \`detail\` is for
people. 429 and 503 say in \`Retry-After\` after how many seconds to try again. Any change may be
sent again with the same \`Idempotency-Key\` and happens once. Days are days in the studio's time
zone, instants are UTC.`;

/** The OpenAPI 3.1 document of the API, as code and comments describe it. */
export function describeApi(app: INestApplication): OpenAPIObject {
  // Told to strangers, they would be the first that a real studio is tried with.
  const hints = app.get(DemoStudio).isServed ? [TRYING_OUT] : [];
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Coach sessions')
    .setDescription([ABOUT, ...hints, MANNERS].join('\n\n'))
    .setVersion('1')
    .addBearerAuth()
    .addTag('Sign-in', 'Tokens for people')
    .addTag('Second factor', 'A code at sign-in besides the password')
    .addTag('Device tokens', 'Long-lived tokens for apps that cannot renew theirs')
    .addTag('Sessions', 'Workouts, used sessions, undo, corrections and history')
    .addTag('Approvals', 'What coaches may not do alone, and ask the desk for')
    .addTag('Members', 'People who train')
    .addTag('Packages', 'Sessions that were sold')
    .addTag('Payments', 'Money that members have paid, and its receipts')
    .addTag('Price list', 'What the studio sells, and for how much')
    .addTag('People', 'Accounts: invited, in which role, switched off')
    .addTag('Coaches', 'People who sell and give them')
    .addTag('Overview', 'Figures for a studio or a coach')
    .addTag('Studio', 'Its day and its limits')
    .addTag('Settings', 'What the studio sets for itself')
    .addTag('Live updates', 'Packages as they change, without asking again')
    .addTag('Background', 'What the product does by itself')
    .addTag('Activity', 'Who did what, and what was refused')
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    operationIdFactory: (_, method) => method,
  });
  return withPreciseTypes(document) as OpenAPIObject;
}

/**
 * The document at `/docs-json` and `/docs-yaml`; at `/docs` Swagger UI, if it is wanted, else the
 * way to the document. Its page has the origin of the dashboard, so it remembers a token only where
 * that opens nothing real.
 */
export function serveApiDocs(
  app: INestApplication,
  { swaggerUi, production }: Pick<Config, 'swaggerUi' | 'production'>,
): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: 'Coach sessions API',
    ui: swaggerUi,
    swaggerOptions: { persistAuthorization: !production, displayRequestDuration: true },
  });
  if (swaggerUi) return;
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  fastify.get('/docs', (_, reply) => reply.redirect('/docs-json'));
}

/**
 * Says what the generator cannot: every number of this API is whole; and in OpenAPI 3.1 null is one
 * of the types, or one of the alternatives, where earlier versions said `nullable`.
 */
function withPreciseTypes(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withPreciseTypes);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withPreciseTypes(value)]),
  );
  if (rest.type === 'number') rest.type = 'integer';
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  if (typeof rest.type === 'string') return { ...rest, type: [rest.type, 'null'] };
  const { description, example, ...schema } = rest;
  const extras = Object.fromEntries(
    Object.entries({ description, example }).filter(([, value]) => value !== undefined),
  );
  return { ...extras, anyOf: [schema, { type: 'null' }] };
}
