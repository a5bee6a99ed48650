import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Authority } from '../support/certificates.js';
import { type Done, runCli } from '../support/cli.js';
import { createMigratedDatabase } from '../support/database.js';
import { type MariadbServer, startMariadb } from '../support/mariadb-server.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const WITHIN = { timeout: 20_000 };
const JWT_SECRET = 'a-secret-that-only-the-tests-know-0123456789';

/* A server with a certificate of an authority of the test, which takes nothing in the clear. */
describe('a server that insists on TLS', () => {
  let [ours, another]: Authority[] = [];
  let server: MariadbServer;
  let root: Connection;
  let folder: string;
  let verifying: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coach-tls-'));
    [ours, another] = await Promise.all([Authority.found(), Authority.found()]);
    const { key, certificate } = await ours.vouchFor('localhost');
    const words = [`--ssl-cert=${certificate}`, `--ssl-key=${key}`];
    server = await startMariadb({ words });
    root = await createConnection(server.base.replace(/^mariadb:/, 'mysql:'));
    await root.query('CREATE DATABASE coach');
    await root.query('SET GLOBAL require_secure_transport = 1');
    verifying = { DATABASE_TLS: 'verify', DATABASE_CA: ours.certificate };
    await migrate(urlAt('localhost'), verifying);
  });
  afterAll(async () => {
    await root.end();
    await server.stop();
    await ours?.end();
    await another?.end();
    await rm(folder, { recursive: true, force: true });
  });

  const urlAt = (host: string, name = 'coach') =>
    `${server.base.replace('127.0.0.1', host)}${name}`;
  const run = (words: string[], env: Record<string, string>, host = 'localhost') =>
    runCli(words, { DATABASE_URL: urlAt(host), STUDIO_TIME_ZONE: 'UTC', JWT_SECRET, ...env });
  const withStudio = async (env: Record<string, string>, look: (one: Studio) => unknown) => {
    const studio = await openStudio({ databaseUrl: urlAt('localhost'), env });
    await Promise.resolve(look(studio)).finally(() => studio.close());
  };

  async function showCertificateOf(name: string): Promise<void> {
    await ours?.vouchFor(name);
    await root.query('FLUSH SSL');
  }

  async function endOtherConnections(): Promise<void> {
    const [others] = await root.query<RowDataPacket[]>(
      'SELECT id FROM information_schema.processlist WHERE user = ? AND id <> CONNECTION_ID()',
      [new URL(server.base).username],
    );
    // One may have ended by itself.
    const ends = others.map(({ id }) => root.query('KILL ?', [id]).catch(() => undefined));
    expect(await Promise.all(ends)).not.toEqual([]);
  }

  function expectRefused({ code, stdout, stderr }: Done, why: RegExp): void {
    expect(stderr).toMatch(why);
    expect(code).not.toBe(0);
    expect(`${stdout}${stderr}`).not.toContain('All laws hold');
  }

  it.each(['verify', 'require'])('is served on by DATABASE_TLS=%s, its probe too', async (mode) => {
    const env = mode === 'verify' ? verifying : { DATABASE_TLS: mode };
    await withStudio(env, async (studio) => {
      const ana = await studio.given.coach();
      const tom = await studio.given.member({ coach: ana, remaining: 3 });
      expect((await studio.api.as(ana).startWorkout(tom)).status).toBe(201);
      expect((await studio.api.get('/health/ready')).status).toBe(200);
      const [row] = await studio.sql<{ Value: string }>("SHOW STATUS LIKE 'Ssl_version'");
      expect(row?.Value).toMatch(/^TLSv1\.[23]$/);
    });
    expect(await run(['verify'], env)).toMatchObject({ code: 0 });
  });

  it.each(['verify', 'require'])('is backed up and restored by DATABASE_TLS=%s', async (mode) => {
    const env = mode === 'verify' ? verifying : { DATABASE_TLS: mode };
    const file = join(folder, `${mode}.gz`);
    expect(await run(['backup', file], env)).toMatchObject({ code: 0, stderr: '' });
    await root.query(`CREATE DATABASE again_${mode}`);
    const restored = await run(['restore', file, '--into', `again_${mode}`], env);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
  });

  it('is not served on without a word, which says what to set', async () => {
    expectRefused(
      await run(['verify'], {}),
      /or it takes nobody without TLS, which DATABASE_TLS is for/,
    );
  });

  it('is refused where another authority is believed', async () => {
    const env = { DATABASE_TLS: 'verify', DATABASE_CA: another?.certificate ?? '' };
    expectRefused(await run(['verify'], env), /certificate .* not vouched for by DATABASE_CA/);
    const backup = await run(['backup', join(folder, 'never.gz')], env);
    expectRefused(backup, /certificate .* not vouched for by DATABASE_CA/);
  });

  it('is down for who is verifying while it shows the certificate of another', async () => {
    await withStudio(verifying, async ({ api }) => {
      const ready = async () => (await api.get('/health/ready')).status;
      await expect.poll(ready, WITHIN).toBe(200);
      await showCertificateOf('elsewhere.example.com');
      const refused = await run(['verify'], verifying);
      expectRefused(refused, /certificate .* is for another name/);
      expect(await run(['verify'], { DATABASE_TLS: 'require' })).toMatchObject({ code: 0 });
      await endOtherConnections();
      await expect.poll(ready, WITHIN).toBe(503);
      await showCertificateOf('localhost');
      await expect.poll(ready, WITHIN).toBe(200);
    });
  });
});

describe('a server without TLS', () => {
  let url: string;
  let authority: Authority;

  beforeAll(async () => {
    url = await createMigratedDatabase();
    authority = await Authority.found();
  });
  afterAll(() => authority.end());

  it.each(['require', 'verify'])('is refused by DATABASE_TLS=%s', async (mode) => {
    const DATABASE_URL = url.replace('127.0.0.1', 'localhost');
    const env: Record<string, string> = { DATABASE_URL, DATABASE_TLS: mode, JWT_SECRET };
    if (mode === 'verify') env.DATABASE_CA = authority.certificate;
    for (const command of [['verify'], ['backup', join(tmpdir(), 'never.gz')]]) {
      const { code, stderr } = await runCli(command, env);
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/does not encrypt, and DATABASE_TLS insists on it/);
    }
  });

  it('serves where nobody asks for it', async () => {
    expect(inject('databaseBase')).toMatch(/127\.0\.0\.1/);
    expect(await runCli(['verify'], { DATABASE_URL: url })).toMatchObject({ code: 0 });
  });
});
