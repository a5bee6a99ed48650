import { afterEach, describe, expect, it } from 'vitest';
import { DemoStudio } from '../../src/demo/demo-studio.service.js';
import { openStudio, type Studio } from '../support/studio.js';

const PRODUCTION = { NODE_ENV: 'production' };
const INIT = '/docs/swagger-ui-init.js';

describe('the documentation', () => {
  let studio: Studio;
  afterEach(() => studio.close());

  async function statusOf(path: string): Promise<number> {
    return (await studio.api.get(path)).status;
  }

  it('keeps a token that is pasted into it outside production alone', async () => {
    studio = await openStudio();
    expect((await studio.api.get(INIT)).text).toContain('"persistAuthorization": true');
    await studio.close();
    studio = await openStudio({ env: { ...PRODUCTION, SWAGGER_UI: 'true' } });
    expect(await statusOf('/docs')).toBe(200);
    expect((await studio.api.get(INIT)).text).toContain('"persistAuthorization": false');
  });

  it.each([
    ['in production, where nobody asks for it', PRODUCTION],
    ['where it is not wanted', { SWAGGER_UI: 'false' }],
  ])('is the document alone %s', async (_, env) => {
    studio = await openStudio({ env });
    const page = await fetch(new URL('/docs', studio.api.base), { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([302, '/docs-json']);
    expect(await statusOf(INIT)).toBe(404);
    expect(await statusOf('/docs-json')).toBe(200);
    expect(await statusOf('/docs-yaml')).toBe(200);
  });

  it('tells of demo accounts only where they are', async () => {
    studio = await openStudio();
    expect((await studio.api.get('/docs-json')).text).not.toContain('training-day');
    await studio.close();
    studio = await openStudio();
    studio.app.get(DemoStudio).isServed = true;
    expect((await studio.api.get('/docs-json')).text).toContain('training-day');
  });
});
