import { describe, expect, it } from 'vitest';
import { CODE_FILES, DASHBOARD_FILES, FILES, linesOf, PRODUCT_FILES } from './house-files.js';

/** This file names what it forbids. */
const ITSELF = 'test/architecture/tidiness.spec.ts';
const TEXT = /\.([cm]?[jt]sx?|json|md|ya?ml|sh|php|html|css|sql)$|(^|\/)(run|Dockerfile)$/;

const KEBAB = '[a-z0-9]+(-[a-z0-9]+)*';
const ROLES = [
  ...['module', 'controller', 'service', 'repository', 'entity', 'view', 'shape', 'dto', 'guard'],
  ...['strategy', 'interceptor', 'filter', 'pipe', 'decorator', 'token', 'setup', 'spec'],
];

/** Where a file holds what a line must not; `file:line`, so that a click leads there. */
function linesWith(pattern: RegExp, files: readonly string[]): string[] {
  return files
    .filter((file) => file !== ITSELF)
    .flatMap((file) =>
      linesOf(file).flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
      ),
    );
}

function longerThan(limit: number, files: readonly string[]): string[] {
  return files
    .map((file) => ({ file, length: linesOf(file).length }))
    .filter(({ length }) => length > limit)
    .map(({ file, length }) => `${file} has ${length} lines`);
}

describe('files', () => {
  it('are at most 250 lines long, but for the words of the dashboard, which are a list', () => {
    const code = CODE_FILES.filter(
      (file) => !/^dashboard\/src\/texts\/([a-z]+-)?(en|de)\.ts$/.test(file),
    );
    expect(longerThan(250, code)).toEqual([]);
  });

  it('have lines of at most 100 characters', () => {
    expect(linesWith(/^.{101,}$/u, CODE_FILES)).toEqual([]);
  });

  it('are named noun.role.ts in kebab-case', () => {
    const name = new RegExp(`(^|/)${KEBAB}([.](${ROLES.join('|')}))?[.]ts$`);
    const sources = FILES.filter((file) => /^(src|migrations)\/.*\.ts$/.test(file));
    expect(sources.filter((file) => !name.test(file))).toEqual([]);
    const tests = FILES.filter((file) => /^(test|bench)\/.*\.ts$/.test(file));
    const anyRole = new RegExp(`(^|/)${KEBAB}([.]${KEBAB})*[.]ts$`);
    expect(tests.filter((file) => !anyRole.test(file))).toEqual([]);
  });

  it('lie in folders that are flat but for dto/, dialects/, texts/ and those of migrations/', () => {
    const deep = PRODUCT_FILES.filter(
      (file) =>
        !/^(src\/([a-z-]+\/((dto|dialects|texts)\/)?)?|migrations\/((support|adoption)\/)?)[^/]+$/.test(
          file,
        ),
    );
    expect(deep).toEqual([]);
  });

  it('are named in kebab-case in the dashboard, in folders that are flat', () => {
    const name = new RegExp(`^dashboard/src/([a-z]+/)?${KEBAB}([.](module|d|spec))?[.](tsx?|css)$`);
    const sources = FILES.filter((file) => file.startsWith('dashboard/src/'));
    expect(sources.filter((file) => !name.test(file))).toEqual([]);
  });

  it('are no barrels', () => {
    const barrels = FILES.filter((file) => /^(dashboard\/)?src\/.*\/index\.tsx?$/.test(file));
    expect(barrels).toEqual([]);
  });

  it('leave nothing for later', () => {
    const texts = FILES.filter((file) => TEXT.test(file));
    expect(linesWith(/\b(TODO|FIXME|XXX|HACK)\b/, texts)).toEqual([]);
  });

  it('print nothing by console in the product', () => {
    expect(linesWith(/\bconsole\.\w+\(/, [...PRODUCT_FILES, ...DASHBOARD_FILES])).toEqual([]);
  });
});

describe('tests', () => {
  const specs = FILES.filter((file) => file.endsWith('.spec.ts'));

  it('all run', () => {
    const left = /\b(it|test|describe|suite)(\.\w+)*\.(only|skip|todo|fails)\b|\bx(it|describe)\(/;
    expect(linesWith(left, specs)).toEqual([]);
  });
});

describe('documents', () => {
  it('are short: the README has at most 200 lines', () => {
    const readme = FILES.filter((file) => file === 'README.md');
    expect(longerThan(200, readme)).toEqual([]);
  });

  it('are short: a decision has at most 60 lines', () => {
    const decisions = FILES.filter((file) => /^docs\/decisions\/.*\.md$/.test(file));
    expect(longerThan(60, decisions)).toEqual([]);
  });
});
