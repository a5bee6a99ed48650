import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = resolve('scripts/build-if-needed.mjs');

/** A compiler that counts how often it runs, and fails at what it does not like. */
const COMPILER = `
const { mkdirSync, readFileSync, appendFileSync, writeFileSync } = require('node:fs');
mkdirSync('dist', { recursive: true });
appendFileSync('runs', 'x');
writeFileSync('dist/mode', process.env.NODE_ENV);
writeFileSync('dist/a.js', readFileSync('src/a.ts'));
process.exit(readFileSync('src/a.ts', 'utf8').includes('wrong') ? 3 : 0);
`;

describe('build-if-needed', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), 'coach-build-'));
    fs.mkdirSync(join(folder, 'src'));
    write('package.json', JSON.stringify({ scripts: { 'build:api': 'node compiler.cjs' } }));
    write('compiler.cjs', COMPILER);
    write('src/a.ts', 'a');
    write('src/b.ts', 'b');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function write(file: string, text: string): void {
    fs.writeFileSync(join(folder, file), text);
  }

  /** How it ended, and how often the compiler has run until then. */
  function build(...words: string[]) {
    const { status } = spawnSync(process.execPath, [SCRIPT, ...words], { cwd: folder });
    const runs = join(folder, 'runs');
    return { status, runs: fs.existsSync(runs) ? fs.readFileSync(runs, 'utf8').length : 0 };
  }

  it('builds what is missing, and once', () => {
    expect(build()).toEqual({ status: 0, runs: 1 });
    expect(build()).toEqual({ status: 0, runs: 1 });
    fs.rmSync(join(folder, 'dist'), { recursive: true });
    expect(build()).toEqual({ status: 0, runs: 2 });
  });

  it('builds anew what its sources have left behind, whatever their dates say', () => {
    build();
    write('src/a.ts', 'other');
    fs.utimesSync(join(folder, 'src/a.ts'), 0, 0);
    expect(build()).toEqual({ status: 0, runs: 2 });
    fs.rmSync(join(folder, 'src/b.ts'));
    expect(build()).toEqual({ status: 0, runs: 3 });
    fs.utimesSync(join(folder, 'src/a.ts'), new Date(), new Date());
    expect(build()).toEqual({ status: 0, runs: 3 });
  });

  it('takes no test for a source', () => {
    build();
    write('src/a.spec.ts', 'a test');
    expect(build()).toEqual({ status: 0, runs: 1 });
  });

  it('fails where the build fails, and takes what that left for nothing', () => {
    build();
    write('src/a.ts', 'wrong');
    expect(build()).toEqual({ status: 3, runs: 2 });
    expect(build()).toEqual({ status: 3, runs: 3 });
    write('src/a.ts', 'a');
    expect(build()).toEqual({ status: 0, runs: 4 });
  });

  it('builds for production, also for those who are not there', () => {
    build();
    expect(process.env.NODE_ENV).toBe('test');
    expect(fs.readFileSync(join(folder, 'dist/mode'), 'utf8')).toBe('production');
  });

  it('builds anyway where it is told to', () => {
    build();
    expect(build('--anyway')).toEqual({ status: 0, runs: 2 });
  });

  it('builds nothing where there are no sources, as in an image', () => {
    fs.rmSync(join(folder, 'src'), { recursive: true });
    expect(build()).toEqual({ status: 0, runs: 0 });
  });

  it('knows what it is asked for', () => {
    expect(build('client')).toEqual({ status: 0, runs: 0 });
    expect(build('clinet').status).toBe(1);
  });
});
