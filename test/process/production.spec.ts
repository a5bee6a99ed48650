import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import {
  endProduct,
  ensureBuilt,
  type Product,
  runProduct,
  startProduct,
} from '../support/process.js';
import { openStudio } from '../support/studio.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  JWT_SECRET: 'only-this-test-knows-it-0123456789-0123456789',
  STUDIO_TIME_ZONE: 'Europe/Berlin',
};

describe('production', () => {
  let product: Product | undefined;
  beforeAll(ensureBuilt, 120_000);
  afterEach(() => endProduct(product));

  it('does not start on the demo studio, whose passwords are public', async () => {
    const studio = await openStudio();
    await studio.close();
    const env = { DATABASE_URL: studio.databaseUrl };
    expect(await runCli(['seed:demo'], env)).toMatchObject({ code: 0 });

    const refused = await runProduct({ ...env, ...PRODUCTION, PORT: '0' });

    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^This database holds the demo studio.*DATABASE_URL.*\n$/);
  });

  it('starts on a database of its own, and fills nobody in', async () => {
    const studio = await openStudio();
    product = await startProduct({ ...PRODUCTION, DATABASE_URL: studio.databaseUrl });
    const ready = await fetch(`${product.base}/health/ready`);
    expect(ready.status).toBe(200);
    expect(product.output()).not.toMatch(/Password/);
    expect(await studio.sql('SELECT id FROM `user`')).toEqual([]);
    await studio.close();
  });
});
