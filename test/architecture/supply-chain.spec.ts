import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const rooms: string[] = [];
afterAll(() => {
  for (const room of rooms) rmSync(room, { recursive: true });
});

function newRoom(): string {
  const room = mkdtempSync(join(tmpdir(), 'coach-supply-'));
  rooms.push(room);
  return room;
}

function run(script: string, words: readonly string[], path = process.env.PATH) {
  const all = [resolve('scripts', script), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, {
    encoding: 'utf8',
    env: { PATH: path },
  });
  return { status, stdout, stderr };
}

describe('licences of what is shipped', () => {
  const NO_FIELD = { pause: undefined };

  /** A product with these packages, by the licences that their own files name. */
  function productWith(
    licences: Record<string, unknown>,
    more: Record<string, object> = {},
    room = newRoom(),
  ) {
    const packages: Record<string, object> = { '': {}, ...more };
    for (const [name, license] of Object.entries({ ...NO_FIELD, ...licences })) {
      packages[`node_modules/${name}`] = { license: 'MIT' };
      mkdirSync(join(room, 'node_modules', name), { recursive: true });
      writeFileSync(join(room, 'node_modules', name, 'package.json'), JSON.stringify({ license }));
    }
    writeFileSync(join(room, 'package-lock.json'), JSON.stringify({ packages }));
    return run('check-licences.mjs', [room]);
  }

  it('are allowed, all of them', () => {
    const { status, stdout, stderr } = run('check-licences.mjs', []);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d{3} packages are shipped, all allowed: /);
  });

  it.each([['GPL-3.0-only'], ['(MIT AND AGPL-3.0-only)'], ['UNLICENSED'], [undefined], [{}]])(
    'are refused where a package has %j',
    (license) => {
      const { status, stderr } = productWith({ good: 'MIT', wrong: license });
      expect(status).toBe(1);
      expect(stderr).toMatch(/^Licences that are not allowed:\n {2}node_modules\/wrong: .+\n$/);
    },
  );

  it.each([['ISC'], ['(GPL-2.0-only OR MIT)'], [{ type: 'MIT' }], [[{ type: 'BSD-3-Clause' }]]])(
    'are those that %j is among',
    (license) => {
      expect(productWith({ good: license })).toMatchObject({ status: 0, stderr: '' });
    },
  );

  it('are not asked of what only builds, and asked of what is for other machines', () => {
    const gpl = { license: 'GPL-3.0-only' };
    const builds = { 'node_modules/tool': { ...gpl, dev: true } };
    expect(productWith({}, builds).status).toBe(0);
    const elsewhere = { 'node_modules/for-arm': { ...gpl, optional: true } };
    expect(productWith({}, elsewhere).stderr).toContain('node_modules/for-arm: GPL-3.0-only');
    expect(productWith({}, { 'node_modules/gone': {} }).stderr).toContain('run npm ci');
  });

  it('are asked of what the dashboard is built from, and of what that brings', () => {
    const room = newRoom();
    const builds = { dev: true, optional: true, license: 'MIT' };
    const locked = {
      'node_modules/shown': { ...builds, dependencies: { drawn: '1.0.0' } },
      'node_modules/drawn': builds,
      'node_modules/shown/node_modules/drawn': { ...builds, license: 'GPL-3.0-only' },
      'node_modules/tried': { ...builds, license: 'GPL-2.0-only' },
    };
    mkdirSync(join(room, 'dashboard/src'), { recursive: true });
    writeFileSync(join(room, 'dashboard/src/page.tsx'), "import { Page } from 'shown/page';\n");
    writeFileSync(join(room, 'dashboard/src/page.spec.ts'), "import { it } from 'tried';\n");
    const [, ...told] = productWith({}, locked, room).stderr.trim().split('\n');
    expect(told).toEqual(['  node_modules/shown/node_modules/drawn: GPL-3.0-only']);
  });

  it('are no exception for a package that names one', () => {
    const { status, stderr } = productWith({ pause: 'MIT' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('pause is an exception')]);
  });
});

describe('the list of what is shipped', () => {
  interface List {
    readonly metadata: { readonly component: { readonly name: string } };
    readonly components: readonly {
      readonly 'bom-ref': string;
      readonly hashes: readonly unknown[];
    }[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: string[] }[];
  }
  let text: string;
  let list: List;

  beforeAll(() => {
    const file = join(newRoom(), 'list.json');
    expect(run('list-packages.mjs', [file])).toMatchObject({ status: 0, stderr: '' });
    text = readFileSync(file, 'utf8');
    list = JSON.parse(text) as List;
  });

  it('names each package of production, also those that development needs too', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string; dev?: boolean }>;
    };
    const locked = Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev !== true)
      .map(([path, { version }]) => `${path.replace(/.*node_modules\//, '')}@${version}`);
    const refs = list.components.map((one) => one['bom-ref']);
    expect(refs).toEqual(expect.arrayContaining(locked));
    expect(new Set(refs).size).toBe(refs.length);
    expect(list.components.filter(({ hashes }) => hashes.length === 0)).toEqual([]);
  });

  it('names what the dashboard is built from, and nothing that only builds or tests', () => {
    const names = list.components.map((one) => one['bom-ref'].replace(/@[^@]+$/, ''));
    const bundled = ['react', 'scheduler', '@mantine/core', '@floating-ui/react', 'workbox-core'];
    expect(names).toEqual(expect.arrayContaining(bundled));
    expect(names.filter((name) => /^(vite|vitest|eslint|@nestjs\/cli)$/.test(name))).toEqual([]);
    const known = new Set([...list.dependencies.map(({ ref }) => ref)]);
    const needed = list.dependencies.flatMap(({ dependsOn }) => dependsOn);
    expect(needed.filter((ref) => !known.has(ref))).toEqual([]);
  });

  it('says nothing of the machine that wrote it', () => {
    expect(list.metadata.component.name).toBe('coach-sessions');
    expect(text).not.toMatch(/"(url|timestamp|serialNumber)"|registry\.|file:|\/(home|root|tmp)\//);
    for (const place of [process.cwd(), process.env.HOME ?? '/home']) {
      expect(text).not.toContain(place);
    }
    if (basename(process.cwd()) !== 'coach-sessions') {
      expect(text).not.toContain(`"${basename(process.cwd())}"`);
    }
  });
});

describe('the audit', () => {
  /** With an npm that runs these words of a shell. */
  function auditedBy(script: string, words: readonly string[] = []) {
    const room = newRoom();
    writeFileSync(join(room, 'npm'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(room, 'npm'), 0o755);
    return run('audit.mjs', words, `${room}${delimiter}${process.env.PATH ?? ''}`);
  }
  const printing = (answer: object) => `echo '${JSON.stringify(answer)}'; exit 1`;
  const found = (severity: string, name: string) =>
    printing({
      vulnerabilities: { [name]: { name, severity, range: '<2.0.0' } },
      metadata: { vulnerabilities: { [severity]: 1 } },
    });

  it.each([
    ['high', 'rxjs'],
    ['critical', 'fastify'],
    ['high', 'react'],
  ])('fails where something %s is known of %s', (severity, name) => {
    const { status, stdout } = auditedBy(found(severity, name));
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining(`  ${severity}: ${name} <2.0.0 (shipped)\n`),
    ]);
  });

  it.each([
    ['moderate', 'fastify', 'shipped'],
    ['critical', 'vitest', 'for development alone'],
  ])('tells what is less: %s of %s', (severity, name, where) => {
    const { status, stdout } = auditedBy(found(severity, name));
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${name} <2.0.0 (${where})`)]);
  });

  it('passes where nothing is known, and says so', () => {
    const answer = { vulnerabilities: {}, metadata: { vulnerabilities: { high: 0 } } };
    const { status, stdout, stderr } = auditedBy(printing(answer));
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Known holes: 0 packages');
  });

  it.each([
    [
      '405 Method Not Allowed - POST',
      printing({ message: '405 Method Not Allowed - POST http://a.example/x' }),
    ],
    ['no answer', 'exit 1'],
    ['no network', 'echo no network >&2; exit 1'],
    ['npm ETIMEDOUT', 'sleep 60', '200'],
  ])('says loudly that there was none: %s', (why, script, ...words) => {
    const since = Date.now();
    const { status, stderr } = auditedBy(script, words);
    expect(status).toBe(0);
    expect(stderr).toContain('NOT AUDITED');
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('a.example');
    expect(Date.now() - since).toBeLessThan(30_000);
  });

  it('waits for no registry longer than seconds', () => {
    const { stderr } = auditedBy('echo "$@" >&2; exit 1');
    expect(stderr).toContain('audit --json --fetch-retries=0 --fetch-timeout=5000');
  });
});
