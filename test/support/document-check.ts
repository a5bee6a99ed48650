import type { Answer } from './api.js';
import { type ApiDocument, type DocumentedRoute, resolve, type Schema } from './served-document.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Where an answer differs from what the document says of the operation; empty if nowhere. */
export function faultsOfAnswer(
  api: ApiDocument,
  { method, path, operation }: DocumentedRoute,
  { status, headers, text, body }: Answer,
): string[] {
  const documented = operation.responses[String(status)];
  if (!documented) return [`${method} ${path}: ${status} is not documented\n${text}`];
  const mediaType = headers.get('content-type')?.split(';')[0];
  if (!documented.content) return text === '' ? [] : [`${status} should have no body: ${text}`];
  const content = documented.content[mediaType ?? ''];
  if (!content) return [`${status} comes as ${mediaType}`];
  // A stream was left at once: events.spec.ts holds its events against the document.
  if (mediaType === 'text/event-stream') return [];
  return faultsOf(api, content.schema, body).map((f) => `${method} ${path} ${status}: ${f}`);
}

/** Where a value differs from a schema; keys that the schema does not name count. */
export function faultsOf(api: ApiDocument, given: Schema, value: unknown, at = '$'): string[] {
  const schema = resolve(api, given);
  if (schema.allOf) return schema.allOf.flatMap((part) => faultsOf(api, part, value, at));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) {
    const tries = alternatives.map((part) => faultsOf(api, part, value, at));
    return tries.find((faults) => faults.length === 0) ?? tries[0] ?? [];
  }
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) {
    return [`${at} is ${JSON.stringify(value)}, not ${types.join(' or ')}`];
  }
  if (value === null) return [];
  if (schema.enum && !(schema.enum as readonly unknown[]).includes(value))
    return [`${at}: ${JSON.stringify(value)} is not listed`];
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    return value.flatMap((item, i) => faultsOf(api, items, item, `${at}[${i}]`));
  }
  if (typeof value === 'object') return faultsOfObject(api, schema, value, at);
  return faultsOfText(schema, value, at);
}

function faultsOfObject(api: ApiDocument, schema: Schema, value: object, at: string): string[] {
  const { properties = {}, required = [], additionalProperties = false } = schema;
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  const faults = missing.map((key) => `${at}.${key} is missing`);
  for (const [key, inner] of Object.entries(value)) {
    const property = properties[key];
    if (property) faults.push(...faultsOf(api, property, inner, `${at}.${key}`));
    else if (additionalProperties === false) faults.push(`${at}.${key} is not documented`);
  }
  return faults;
}

function faultsOfText({ format }: Schema, value: unknown, at: string): string[] {
  if (typeof value !== 'string') return [];
  const pattern = { 'date-time': INSTANT, date: DAY }[format ?? ''];
  return pattern && !pattern.test(value) ? [`${at}: ${value} is no ${format}`] : [];
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
