import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endProduct, ensureBuilt, type Product, startProduct } from '../support/process.js';

const run = promisify(execFile);
const README = readFileSync('README.md', 'utf8');

/** A command of the README and the answer that stands below it. */
interface Example {
  readonly command: string;
  readonly answer: unknown;
}

const EXAMPLES: Example[] = [
  ...README.matchAll(/```sh\n([^`]*?curl [^`]*?)```\s+```json\n(.*?)```/gs),
].map(([, command = '', answer = '']) => ({ command, answer: JSON.parse(answer) as unknown }));

/** What depends on the day, on chance or on the clock; all else must be as it is printed. */
const VARIES = new Set([
  ...['accessToken', 'refreshToken', 'usageDate', 'createdAt', 'at', 'expiresAt', 'requestedAt'],
  ...['version', 'usageId'],
]);

/** The printed answer with what varies replaced by its type. */
function pattern(printed: unknown, key = ''): unknown {
  if (VARIES.has(key)) return typeof printed === 'number' ? expect.any(Number) : expect.any(String);
  if (typeof printed !== 'object' || printed === null) return printed;
  return Object.fromEntries(
    Object.entries(printed).map(([name, value]) => [
      name,
      key === 'usage' && name === 'id' ? expect.any(Number) : pattern(value, name),
    ]),
  );
}

describe('the README’s curl calls', () => {
  let product: Product;
  const variables = new Map<string, string>();

  beforeAll(async () => {
    await ensureBuilt();
    product = await startProduct({});
  });
  afterAll(() => endProduct(product));

  it('has a demo to call, which the document tells of', async () => {
    const document = await (await fetch(`${product.base}/docs-json`)).text();
    expect(document).toContain('demo account');
  });

  it('are three', () => {
    expect(EXAMPLES).toHaveLength(3);
  });

  it.each(EXAMPLES)('gives the printed answer: $command', async ({ command, answer }) => {
    // The reader copies the token and the id of the usage; this does it from the answers.
    const script = command
      .replace(/^(TOKEN|USAGE)=.*$/gm, '')
      .replaceAll('http://127.0.0.1:3000', product.base);
    const { stdout } = await run('bash', ['-c', script], {
      env: { PATH: process.env.PATH ?? '', ...Object.fromEntries(variables) },
    });
    const body = JSON.parse(stdout) as { accessToken?: string; usage?: { id: number } };
    expect(body).toEqual(pattern(answer));
    if (body.accessToken) variables.set('TOKEN', body.accessToken);
    if (body.usage) variables.set('USAGE', String(body.usage.id));
  });
});
