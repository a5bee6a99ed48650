import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCli } from '../support/cli.js';
import { ensureBuilt } from '../support/process.js';

describe('openapi.json', () => {
  beforeAll(ensureBuilt, 120_000);

  it('is what the code says; if not, run `npm run openapi`', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coach-openapi-'));
    const file = join(folder, 'openapi.json');
    const written = await startCli(['openapi', file], {});
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const [fresh, committed] = await Promise.all([
      readFile(file, 'utf8'),
      readFile('openapi.json', 'utf8'),
    ]);
    await rm(folder, { recursive: true });
    expect(JSON.parse(committed)).toEqual(JSON.parse(fresh));
  });
});
