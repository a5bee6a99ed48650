import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { ensureBuilt, runProduct } from '../support/process.js';
import { openStudio } from '../support/studio.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  JWT_SECRET: 'only-this-test-knows-it-0123456789-0123456789',
  STUDIO_TIME_ZONE: 'Europe/Berlin',
};

describe('production', () => {
  beforeAll(ensureBuilt, 120_000);

  it('does not start on the demo studio, whose passwords are public', async () => {
    const studio = await openStudio();
    await studio.close();
    const env = { DATABASE_URL: studio.databaseUrl };
    expect(await runCli(['seed:demo'], env)).toMatchObject({ code: 0 });

    const refused = await runProduct({ ...env, ...PRODUCTION, PORT: '0' });

    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^This database holds the demo studio.*DATABASE_URL.*\n$/);
  });
});
