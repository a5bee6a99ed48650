import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureDashboardBuilt } from '../support/process.js';

const BUILT = 'dashboard/dist';
/** Compressed, 1 kB being 1,000 bytes: what a phone loads before it shows the first page. */
const SCRIPTS_KB = 180;
const STYLES_KB = 40;

/** A part of the build, as Vite's manifest describes it. */
interface Part {
  readonly file: string;
  readonly name?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}

/** URLs that are names, or that people may follow; nothing is fetched from them. */
const NAMES = [
  /^http:\/\/www\.w3\.org\/(1998|1999|2000|XML\/1998)\//,
  /^https:\/\/(react\.dev\/errors|mantine\.dev\/theming|bit\.ly\/wb-precache)/,
];

describe('what is built of the dashboard', () => {
  let parts: Record<string, Part>;
  let files: string[];

  beforeAll(async () => {
    await ensureDashboardBuilt();
    parts = JSON.parse(text('.vite/manifest.json')) as Record<string, Part>;
    files = readdirSync(BUILT, { recursive: true, encoding: 'utf8' });
  });

  /** The entry and all that it imports: nothing is shown before they are there. */
  function firstParts(): Part[] {
    const entry = Object.keys(parts).filter((name) => parts[name]?.isEntry);
    expect(entry).toEqual(['index.html']);
    return withImports(entry);
  }

  /** Parts and all that they import. */
  function withImports(names: readonly string[]): Part[] {
    const found = new Set<string>();
    const add = (name: string): void => {
      if (found.has(name)) return;
      found.add(name);
      parts[name]?.imports?.forEach(add);
    };
    names.forEach(add);
    return [...found].map((name) => parts[name]).filter((part) => part !== undefined);
  }

  it.each(['en', 'de'])(
    `loads at most ${SCRIPTS_KB} kB of scripts before the first page, in %s`,
    (language) => {
      const texts = Object.keys(parts).filter((name) => parts[name]?.name === language);
      expect(texts).toHaveLength(1);
      const scripts = [...firstParts(), ...withImports(texts)].map(({ file }) => file);
      expect(scripts.length).toBeGreaterThan(1);
      expect(kilobytesOf(scripts)).toBeLessThanOrEqual(SCRIPTS_KB);
    },
  );

  it(`loads at most ${STYLES_KB} kB of styles before the first page`, () => {
    const styles = firstParts().flatMap(({ css = [] }) => css);
    expect(styles.length).toBeGreaterThan(0);
    expect(kilobytesOf(styles)).toBeLessThanOrEqual(STYLES_KB);
  });

  it('loads in its page nothing that is not counted above', () => {
    const counted = firstParts().flatMap(({ file, css = [] }) => [file, ...css]);
    const page = text('index.html');
    const named = [...page.matchAll(/(?:src|href)="\/app\/(assets\/[^"]+)"/g)].map(([, f]) => f);
    expect(named.filter((file) => !counted.includes(file ?? ''))).toEqual([]);
  });

  it('leaves for later what only some pages need', () => {
    const first = new Set(firstParts().map(({ file }) => file));
    const later = ['account/sign-ins', 'activity/activity-page', 'overview/overview-page'].map(
      (part) => `src/${part}.tsx`,
    );
    expect(later.filter((name) => !parts[name])).toEqual([]);
    expect(later.filter((name) => first.has(parts[name]?.file ?? ''))).toEqual([]);
    const charts = [...first].filter((file) => /uplot|u-hz|u-legend/i.test(text(file)));
    expect(charts).toEqual([]);
  });

  it('holds no source maps', () => {
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
    expect(codeFiles().filter((file) => text(file).includes('sourceMappingURL'))).toEqual([]);
  });

  it('refers to no other host', () => {
    const found = codeFiles().flatMap((file) =>
      [...text(file).matchAll(/\bhttps?:\/\/[^\s"'`)<>\\]*/g)].map(([url]) => `${file}: ${url}`),
    );
    const isName = (line: string) =>
      NAMES.some((name) => name.test(line.slice(line.indexOf(': ') + 2)));
    expect(found.filter((line) => !isName(line))).toEqual([]);
    const hostless = codeFiles().filter((file) => /["'(=]\/\/[\w-]+\.[a-z]/.test(text(file)));
    expect(hostless).toEqual([]);
  });

  it('makes no code of text, which its policy would stop', () => {
    const scripts = codeFiles().filter((file) => file.endsWith('.js'));
    const found = scripts.filter((file) => /\beval\(|\bnew Function\b/.test(text(file)));
    expect(found).toEqual([]);
  });

  it('is compressed as well as it can be, where that makes it smaller', () => {
    const large = codeFiles().filter((file) => bytes(file).length > 1024);
    expect(large.length).toBeGreaterThan(3);
    expect(large.filter((file) => !files.includes(`${file}.br`))).toEqual([]);
    expect(large.filter((file) => !files.includes(`${file}.gz`))).toEqual([]);
  });

  function codeFiles(): string[] {
    return files.filter((file) => /\.(js|css|html|svg|webmanifest)$/.test(file));
  }
});

function bytes(file: string): Buffer {
  return readFileSync(join(BUILT, file));
}

function text(file: string): string {
  return bytes(file).toString('utf8');
}

function kilobytesOf(files: readonly string[]): number {
  const sizes = [...new Set(files)].map((file) => gzipSync(bytes(file), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}
