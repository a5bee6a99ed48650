import { defineConfig } from '@hey-api/openapi-ts';

/** What is read of the document below; the types of the generator do not resolve. */
interface OpenApiDocument {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
  readonly components: { readonly schemas: Record<string, object> };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; name: string; schema?: object }[];
}

/**
 * Names the query of each list as a schema, such as `ListMembersQuery`: the document holds them
 * inline, and only named schemas are exported with their limits.
 */
function nameQueries({ paths, components }: OpenApiDocument): void {
  for (const { get } of Object.values(paths)) {
    const query = get?.parameters?.filter((one) => one.in === 'query') ?? [];
    if (!get || query.length === 0) continue;
    const name = `${get.operationId.charAt(0).toUpperCase()}${get.operationId.slice(1)}Query`;
    const properties = Object.fromEntries(query.map((one) => [one.name, one.schema]));
    components.schemas[name] = { type: 'object', properties };
  }
}

// The only description of the API that the dashboard knows is the committed document.
export default defineConfig({
  input: 'openapi.json',
  output: { path: 'dashboard/src/api/generated', module: { extension: '.js' } },
  parser: { patch: { input: (spec) => nameQueries(spec as OpenApiDocument) } },
  plugins: [
    '@hey-api/typescript',
    '@hey-api/sdk',
    '@hey-api/client-fetch',
    // Lists and limits at run time, without descriptions: api/rules.ts picks what the pages need.
    { name: '@hey-api/schemas', type: 'form' },
  ],
  logs: { level: 'warn', file: false },
});
