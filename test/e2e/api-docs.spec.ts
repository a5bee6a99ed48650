import { afterEach, describe, expect, it } from 'vitest';
import { DemoStudio } from '../../src/demo/demo-studio.service.js';
import { openStudio, type Studio } from '../support/studio.js';

const PRODUCTION = { NODE_ENV: 'production' };
const INIT = '/docs/swagger-ui-init.js';

describe('the documentation', () => {
  const studios: Studio[] = [];
  afterEach(async () => {
    for (const studio of studios.splice(0)) await studio.close();
  });

  async function open(env: Record<string, string> = {}): Promise<Studio> {
    const studio = await openStudio({ env });
    studios.push(studio);
    return studio;
  }

  const statusOf = async ({ api }: Studio, path: string) => (await api.get(path)).status;
  const textOf = async ({ api }: Studio, path: string) => (await api.get(path)).text;

  it('keeps a token that is pasted into it outside production alone', async () => {
    expect(await textOf(await open(), INIT)).toContain('"persistAuthorization": true');
    const wanted = await open({ ...PRODUCTION, SWAGGER_UI: 'true' });
    expect(await statusOf(wanted, '/docs')).toBe(200);
    expect(await textOf(wanted, INIT)).toContain('"persistAuthorization": false');
  });

  it.each([
    ['in production, where nobody asks for it', PRODUCTION],
    ['where it is not wanted', { SWAGGER_UI: 'false' }],
  ])('is the document alone %s', async (_, env) => {
    const studio = await open(env);
    const page = await fetch(new URL('/docs', studio.api.base), { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([302, '/docs-json']);
    expect(await statusOf(studio, INIT)).toBe(404);
    expect(await statusOf(studio, '/docs-json')).toBe(200);
    expect(await statusOf(studio, '/docs-yaml')).toBe(200);
  });

  it('tells of demo accounts only where they are', async () => {
    expect(await textOf(await open(), '/docs-json')).not.toContain('demo account');
    const demo = await open();
    demo.app.get(DemoStudio).isServed = true;
    expect(await textOf(demo, '/docs-json')).toContain('demo account');
  });
});
