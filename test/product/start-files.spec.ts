import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCli } from '../support/cli.js';
import { endProduct, ensureBuilt, startProduct } from '../support/process.js';

/** What stays outside, because it comes with files that are no JavaScript. */
const APART = /\/node_modules\/(@?(node-rs|libsql|neon-rs)|libsql|detect-libc|swagger-ui-dist)\//;
const HOOK = resolve('test/support/packages-loaded.cjs');

/** The chunks that `main` and `cli` load, with what they are. */
const chunks = () =>
  readdirSync('dist/chunks')
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, code: readFileSync(join('dist/chunks', name), 'utf8') }));

describe('the files that are started', () => {
  beforeAll(ensureBuilt, 240_000);

  it('bring their packages along: one read beside them would be there twice', async () => {
    const env = { NODE_OPTIONS: `--require ${HOOK}`, SHUTDOWN_GRACE_SECONDS: '0' };
    const product = await startProduct(env);
    const docs = await fetch(`${product.base}/docs`);
    product.signal('SIGTERM');
    const { code, stderr } = await product.ended.finally(() => endProduct(product));
    expect({ docs: docs.status, code }).toEqual({ docs: 200, code: 0 });
    const loaded = [...stderr.matchAll(/^loaded (.*)$/gm)].map(([, file = '']) => file);
    expect(loaded.filter((file) => file.includes('/libsql/'))).not.toEqual([]);
    expect(loaded.filter((file) => !APART.test(file))).toEqual([]);
  });

  it('let the primary and the words of commands come without the product', async () => {
    const help = await startCli(['--help'], { NODE_OPTIONS: `--require ${HOOK}` });
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const file of ['dist/main.js', 'dist/cli.js']) {
      expect(readFileSync(file, 'utf8')).not.toMatch(/^import .*@nestjs|NestFactory/m);
    }
  });

  it('lead back to the sources: a stack trace names lines of TypeScript', () => {
    const [chunk] = chunks().filter(({ code }) => code.includes('var DashboardFiles = class'));
    const map = JSON.parse(readFileSync(join('dist/chunks', `${chunk?.name}.map`), 'utf8'));
    const lines = chunk?.code.split('\n') ?? [];
    const line = lines.findIndex((text) => text.includes('var DashboardFiles = class'));
    const entry = new SourceMap(map).findEntry(line, lines[line]?.indexOf('class') ?? 0);
    expect(entry).toMatchObject({ originalSource: '../../src/dashboard-files.ts' });
    const source = readFileSync('src/dashboard-files.ts', 'utf8').split('\n');
    const original = 'originalLine' in entry ? entry.originalLine : -1;
    expect(source[original]).toContain('class DashboardFiles');
  });

  it('are as well what they were: files for each source, for tools that read those', async () => {
    const { MIGRATIONS } = await import(resolve('dist/migrations/all.js'));
    expect(MIGRATIONS.length).toBeGreaterThan(20);
    expect(readFileSync('dist/src/main.js', 'utf8')).toContain("import('./serve.js')");
  });
});
