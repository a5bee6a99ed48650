import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hashSync } from '@node-rs/bcrypt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import { factsOf, type LegacyFacts, schemaTextOf } from '../support/adoption/legacy-facts.js';
import { freePort } from '../support/mariadb-server.js';
import { ensureBuilt } from '../support/process.js';

const GUIDE = readFileSync('docs/migrating-from-php.md', 'utf8');
const BLOCKS = [...GUIDE.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
const INSTALLED = ['package.json', 'dist', 'node_modules', 'scripts'];
const [EMAIL, PASSWORD] = ['p1@example.com', 'a password of old'];

/** The whole night on a legacy database, every command of the guide as it stands. */
describe('the guide for moving in', () => {
  let legacy: LegacyDatabase;
  let folder: string;
  let before: { facts: LegacyFacts; schema: string[] };
  let output: string;

  beforeAll(async () => {
    await ensureBuilt();
    legacy = await createLegacyDatabase('enhanced');
    await legacy.query('UPDATE user SET password = ? WHERE email = ?', [
      hashSync(PASSWORD, 4).replace(/^\$2b/, '$2y'),
      EMAIL,
    ]);
    before = { facts: await factsOf(legacy), schema: await schemaTextOf(legacy) };
    folder = await mkdtemp(join(tmpdir(), 'coach-guide-'));
    for (const name of INSTALLED) await symlink(resolve(name), join(folder, name));
    output = await runAsOperator(BLOCKS.join('\n'));
  });
  afterAll(async () => {
    await legacy.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the commands in a folder as an operator has it after unpacking; fails with the first. */
  async function runAsOperator(commands: string): Promise<string> {
    const { hostname, port, username, password, pathname } = new URL(legacy.url);
    const env = {
      ...{ PATH: process.env.PATH, DB_HOST: hostname, DB_PORT: port, DB_USER: username },
      ...{ MYSQL_PWD: password, DB_NAME: pathname.slice(1), PORT: String(await freePort()) },
      ...{ JWT_SECRET: 'a secret of the guide, forty letters long', COACH_ID: '10' },
      ...{ ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD, DATABASE_TIME_ZONE: 'UTC' },
    };
    // The product is installed and built already.
    const script = commands.replace('npm ci && npm run build', 'true');
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env });
    let text = '';
    shell.stdout.on('data', (data: Buffer) => (text += data.toString()));
    shell.stderr.on('data', (data: Buffer) => (text += data.toString()));
    const code = await new Promise((ended) => shell.once('close', ended));
    if (code !== 0) throw new Error(`the guide ended with ${String(code)}:\n${text.slice(-3000)}`);
    return text;
  }

  it('has a command for each step', () => {
    expect(BLOCKS.length).toBeGreaterThan(10);
    for (const command of ['check', 'compare', 'leave'])
      expect(GUIDE).toContain(`legacy:${command}`);
  });

  it('finds nothing in the way, books that add up, and members that agree', () => {
    expect(output).toContain('Nothing stands in the way.');
    expect(output.match(/^All laws hold\.$/gm)).toHaveLength(3);
    expect(output.match(/^All \d+ members agree\.$/gm)).toHaveLength(3);
    expect(output).not.toMatch(/members differ|BROKEN/);
  });

  it('leads to a product that serves the old app', () => {
    expect(output).toMatch(/"status":"ok"/);
    expect(output).toMatch(/\{"success":true,.*"action":"test"/);
  });

  it('leads back to the database of the evening before', async () => {
    expect(output).toMatch(/^Reverted \d+ migrations\./m);
    expect(await factsOf(legacy)).toEqual(before.facts);
    const archives = /`coach_(archived|schema)_/;
    const schema = (await schemaTextOf(legacy)).filter((text) => !archives.test(text));
    expect(schema).toEqual(before.schema);
  });
});
