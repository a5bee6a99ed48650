import { endProduct, ensureBuilt, startProduct } from './process.js';

/** A JSON Schema as OpenAPI 3.1 uses it, as far as ours go. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number | boolean)[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly example?: string | number | boolean | null;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Content {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { value: unknown }>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<string, { description: string; content?: Readonly<Record<string, Content>> }>
  >;
}

/** The OpenAPI document of the built product, as it serves it. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

/** An operation of the document with its URL, `/api/v1/members/{memberId}`. */
export interface DocumentedRoute {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

let document: Promise<ApiDocument> | undefined;

/**
 * Asks the built product for its document. Only the build knows the comments and types of the
 * sources, so that the one of an app in the tests would be half empty.
 */
export async function servedDocument(): Promise<ApiDocument> {
  return (document ??= fetchDocument());
}

async function fetchDocument(): Promise<ApiDocument> {
  await ensureBuilt();
  const product = await startProduct({
    NODE_ENV: 'production',
    STUDIO_TIME_ZONE: 'UTC',
    JWT_SECRET: 'a-secret-that-only-the-tests-know-0123456789',
    DATABASE_URL: 'sqlite:document.db',
  });
  try {
    const response = await fetch(`${product.base}/docs-json`);
    return (await response.json()) as ApiDocument;
  } finally {
    await endProduct(product);
  }
}

export function routesIn({ paths }: ApiDocument): DocumentedRoute[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      return { method: method.toUpperCase(), path, operation };
    }),
  );
}

/** The schema itself, where it is a reference to one. */
export function resolve(api: ApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  if (name === undefined) return schema;
  const found = api.components.schemas[name];
  if (!found) throw new Error(`the document lacks the schema ${name}`);
  return resolve(api, found);
}
