import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_CODES, type ProblemCode } from '../../src/common/problem-codes.js';
import { faultsOf } from '../support/document-check.js';
import { routesOf } from '../support/routes.js';
import {
  type DocumentedRoute,
  type Parameter,
  routesIn,
  type Schema,
  servedDocument,
} from '../support/served-document.js';
import { openStudio, type Studio } from '../support/studio.js';

const api = await servedDocument();
const operations = routesIn(api).map((r) => [`${r.method} ${r.path}`, r] as const);
const schemas = Object.entries(api.components.schemas);
/** What is answered there is not kept, so that a key would promise too much. */
const ANSWERS_SECRETS = new RegExp(
  [
    '/(log\\w+|refresh|confirm|change|device-tokens|links/\\w+|forgot|setup|tickets)$',
    '^post .*/(second-fa.*|people|invite|mail/test|auth/email)$',
  ].join('|'),
  'i',
);
const PROBLEM = 'application/problem+json';

function parametersOf({ operation }: DocumentedRoute, place: Parameter['in']): Parameter[] {
  return (operation.parameters ?? []).filter((parameter) => parameter.in === place);
}

/** The codes that an answer with this status may have, as the document lists them. */
function codesOf({ operation }: DocumentedRoute, status: number): string[] {
  return Object.keys(operation.responses[String(status)]?.content?.[PROBLEM]?.examples ?? {});
}

describe('the OpenAPI document', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it('is OpenAPI 3.1, served to everybody as JSON, as YAML and as a page', async () => {
    expect(api.openapi).toMatch(/^3\.1\.\d+$/);
    expect(api.info.title).not.toBe('');
    const json = await studio.api.get('/docs-json');
    expect(json.headers.get('content-type')).toContain('application/json');
    const yaml = await studio.api.get('/docs-yaml');
    expect([yaml.status, yaml.text.startsWith('openapi: 3.1')]).toEqual([200, true]);
    const page = await studio.api.get('/docs');
    expect([page.status, page.text.includes('swagger-ui')]).toEqual([200, true]);
  });

  it('describes every route of the API, and no other', () => {
    const ofApi = routesOf(studio.app).filter(({ path }) => path.startsWith('/api/'));
    const known = ofApi.map(({ method, path }) => `${method} ${path}`);
    const documented = operations.map(([name]) => name.replace(/\{(\w+)\}/g, ':$1'));
    expect(documented.toSorted()).toEqual(known.toSorted());
  });

  it('gives every operation a name of its own', () => {
    const names = operations.map(([, { operation }]) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
  });

  it('says null as OpenAPI 3.1 does', () => {
    expect(JSON.stringify(api)).not.toContain('"nullable"');
  });

  it('refers to nothing that it lacks', () => {
    const references = JSON.stringify(api).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    const names = new Set([...references].map((match) => match[1]));
    expect(names.size).toBeGreaterThan(10);
    expect([...names].filter((name) => !api.components.schemas[name ?? ''])).toEqual([]);
  });

  it.each(operations)('%s has a summary, a tag and a described success', (_, { operation }) => {
    expect(operation.summary).toMatch(/^[A-Z].{3,}/);
    expect(operation.tags).toHaveLength(1);
    const successes = Object.entries(operation.responses).filter(([status]) => status < '300');
    expect(successes.length).toBeGreaterThan(0);
    for (const [status, { content }] of successes) {
      const schema = (content?.['application/json'] ?? content?.['text/event-stream'])?.schema;
      expect(status === '204' ? content : schema).toEqual(status === '204' ? undefined : schema);
      expect(schema?.$ref ?? (status === '204' ? 'none' : undefined)).toBeDefined();
    }
  });

  it.each(operations)(
    '%s says whether it needs a token, and which problems that has',
    (_, route) => {
      const pattern = `${route.method} ${route.path.replace(/\{(\w+)\}/g, ':$1')}`;
      const found = routesOf(studio.app).find(
        ({ method, path }) => `${method} ${path}` === pattern,
      );
      const isPublic = found?.access === 'public';
      expect(route.operation.security ?? []).toEqual(isPublic ? [] : [{ bearer: [] }]);
      if (isPublic) return;
      expect(codesOf(route, 401)).toEqual(['not_signed_in', 'token_expired']);
      if (found?.asksPassword) expect(codesOf(route, 403)).toContain('password_needed');
      const everybody = Object.keys(found?.access ?? {}).length === 4;
      if (!everybody) expect(codesOf(route, 403)).toContain('forbidden');
    },
  );

  it.each(operations)('%s lists the problems of its kind', (_, route) => {
    const { method, path, operation } = route;
    const inputs = parametersOf(route, 'path').length + parametersOf(route, 'query').length;
    if (inputs > 0 || operation.requestBody) {
      expect(codesOf(route, 400)).toContain('validation_failed');
    }
    if (path.includes('{memberId}')) expect(codesOf(route, 404)).toContain('member_not_found');
    if (path.includes('{packageId}')) expect(codesOf(route, 404)).toContain('package_not_found');
    if (path.includes('{usageId}')) expect(codesOf(route, 404)).toContain('usage_not_found');
    if (operation.requestBody) {
      expect(codesOf(route, 400)).toContain('malformed_json');
      expect(codesOf(route, 413)).toEqual(['body_too_large']);
      expect(codesOf(route, 415)).toEqual(['unsupported_media_type']);
    }
    const takesKey = parametersOf(route, 'header').some(({ name }) => name === 'Idempotency-Key');
    expect(takesKey).toBe(method !== 'GET' && !ANSWERS_SECRETS.test(`${method} ${path}`));
    expect(codesOf(route, 422)).toEqual(takesKey ? ['idempotency_key_reused'] : []);
  });

  it.each(operations)(
    '%s gives an example of each problem, as it would be answered',
    (_, route) => {
      for (const [status, response] of Object.entries(route.operation.responses)) {
        const content = response.content?.[PROBLEM];
        if (Number(status) < 400) continue;
        expect(Object.keys(content?.examples ?? {}), status).not.toEqual([]);
        for (const [code, { value }] of Object.entries(content?.examples ?? {})) {
          const [codesStatus, title] = PROBLEM_CODES[code as ProblemCode];
          expect(value).toMatchObject({ code, title, status: codesStatus, success: false });
          expect(String(codesStatus)).toBe(status);
          expect(faultsOf(api, content?.schema ?? {}, value), code).toEqual([]);
        }
      }
    },
  );

  it.each(operations)('%s describes its parameters', (_, route) => {
    for (const place of ['path', 'query', 'header'] as const) {
      for (const { name, description, schema, required } of parametersOf(route, place)) {
        expect(schema.type, name).toBeDefined();
        if (place !== 'query') expect(description, name).toMatch(/\w/);
        expect(required, name).toBe(place === 'path');
      }
    }
    const marks = (route.path.match(/\{\w+\}/g) ?? []).map((mark) => mark.slice(1, -1));
    expect(parametersOf(route, 'path').map(({ name }) => name)).toEqual(marks);
  });

  it.each(schemas)('%s gives every property a type, and an example that fits', (_, schema) => {
    const properties = Object.entries(schema.properties ?? {});
    expect(properties.length).toBeGreaterThan(0);
    for (const [name, property] of properties) {
      expect(hasType(property), name).toBe(true);
      if (property.example !== undefined) {
        expect(faultsOf(api, property, property.example), name).toEqual([]);
      }
    }
    for (const name of schema.required ?? []) expect(schema.properties).toHaveProperty(name);
  });
});

/** A type of its own, or alternatives that have one; a list says of what. */
function hasType(schema: Schema): boolean {
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (parts) return parts.length > 0 && parts.every(hasType);
  if (schema.$ref !== undefined) return true;
  if (schema.type === 'array') return schema.items !== undefined && hasType(schema.items);
  return schema.type !== undefined;
}
