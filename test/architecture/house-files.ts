import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** What git ignores, so that the tests need no git. */
const NOT_OURS =
  /(^|\/)(\.git|node_modules|dist|\.env|[^/]*\.log)$|^(data|coverage|secrets|backups|sbom\..*)$/;
const GENERATED = 'dashboard/src/api/generated';

/** Every file of the project, as a path from its root. */
export const FILES: readonly string[] = walk(ROOT).sort();

const CODE = /(\.([cm]?[jt]sx?|ya?ml|sh|css)|^\.ci\/run|^Dockerfile)$/;

/** Files that people write code in. */
export const CODE_FILES = FILES.filter((file) => CODE.test(file));

/** TypeScript of the product itself, without its specs. */
export const PRODUCT_FILES = FILES.filter(
  (file) => /^(src|migrations)\/.*\.ts$/.test(file) && !file.endsWith('.spec.ts'),
);

/** Sources of the dashboard, without its specs. */
export const DASHBOARD_FILES = FILES.filter(
  (file) => /^dashboard\/src\/.*\.(tsx?|css)$/.test(file) && !file.endsWith('.spec.ts'),
);

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export function linesOf(file: string): string[] {
  return read(file).replace(/\n$/, '').split('\n');
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const name = relative(ROOT, path);
    if (NOT_OURS.test(name) || name === GENERATED) return [];
    return entry.isDirectory() ? walk(path) : [name];
  });
}
