import { defineConfig } from '@hey-api/openapi-ts';

// The only description of the API that the dashboard knows is the committed document.
export default defineConfig({
  input: 'openapi.json',
  output: { path: 'dashboard/src/api/generated', module: { extension: '.js' } },
  plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
  logs: { level: 'warn', file: false },
});
