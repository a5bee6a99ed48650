import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import { isServerDatabase } from '../support/database.js';
import '../support/matchers.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'canary-password-of-ana';
const WRONG_PASSWORD = 'canary-password-mistyped';
const NEW_PASSWORD = 'canary-password-of-a-new-member';
const PHP_PASSWORD = 'rasmuslerdorf';
const PHP_HASH = '$2y$10$.vGA1O9wmRjrwAVXD98HNOgsNpDczlqm3Jq7KnEd1rVAGv3Fykk1a';
const KINDS = ['passwords', 'refresh', 'access', 'device', 'ticket'] as const;
const HASH = /\$(argon2|2[aby]\$)/;

describe('secrets', () => {
  let studio: Studio;
  let log: { readonly text: string };
  let timer = 0;
  const answers: Answer[] = [];
  const secrets: Record<(typeof KINDS)[number], string[]> = {
    passwords: [],
    refresh: [],
    access: [],
    device: [],
    ticket: [],
  };

  beforeAll(async () => {
    studio = await openStudio({
      hashesAtFullCost: true,
      env: { LOG_LEVEL: 'trace', REHASH_LEGACY_PASSWORDS: 'true' },
    });
    log = captureLog(studio);
    await signInAndOut();
    await createMembers();
    await giveDeviceToken();
    await openStream();
    await renewLegacyHash();
    await sendTokensWhereTheyDoNotBelong();
    secrets.passwords.push(PASSWORD, WRONG_PASSWORD, NEW_PASSWORD, PHP_PASSWORD);
  });
  afterAll(() => studio.close());

  async function signInAndOut(): Promise<void> {
    const { api, app, given } = studio;
    const hash = await app.get(Passwords).hash(PASSWORD);
    const { email } = await given.person('coach', 'Ana Silva', hash);
    const first = await keep(api.post('/auth/login', { email, password: PASSWORD }));
    await keep(api.post('/auth/login', { email, password: WRONG_PASSWORD }));
    await keep(api.post('/auth/login', { email, password: [WRONG_PASSWORD] }));
    const { refreshToken } = first.body as { refreshToken: string };
    const second = await keep(api.post('/auth/refresh', { refreshToken }));
    await keep(api.post('/auth/refresh', { refreshToken: second.body.refreshToken }));
    await keep(api.post('/auth/refresh', { refreshToken }));
    await keep(api.post('/auth/logout', { refreshToken: second.body.refreshToken }));
  }

  async function createMembers(): Promise<void> {
    const { api, given } = studio;
    const admin = api.as(await given.admin());
    const member = { firstName: 'Tom', lastName: 'Baker', email: 'tom.baker@example.com' };
    await keep(admin.post('/members', member, { key: 'create-tom' }));
    await keep(admin.post('/members', member, { key: 'create-tom' }));
    await keep(admin.post('/members', { ...member, password: NEW_PASSWORD }, { key: 'again' }));
  }

  async function giveDeviceToken(): Promise<void> {
    const { api, given } = studio;
    const { api: admin } = await signedIn(studio, await given.admin());
    const { id: userId } = await given.coach();
    const device = { userId, label: 'A phone' };
    const { body } = await keep(admin.post('/auth/device-tokens', device, { key: 'device' }));
    const path = `/auth/device-tokens/${body.id}`;
    await keep(api.withToken(body.token).get('/members'));
    await keep(admin.request('DELETE', path, { key: 'lost' }));
    await keep(api.withToken(body.token).post('/members', { token: body.token }));
    await keep(admin.get('/auth/device-tokens'));
    await keep(admin.get('/activity'));
  }

  async function openStream(): Promise<void> {
    const { api, given } = studio;
    const { body } = await keep(api.as(await given.staff()).post('/events/tickets'));
    await keep(api.get(`/events?ticket=${body.ticket}`));
    await keep(api.get(`/events?ticket=${body.ticket}`));
  }

  /** A new hash is to be stored, and the database refuses, which our code does not expect. */
  async function renewLegacyHash(): Promise<void> {
    const { api, given, sql } = studio;
    const { id, email } = await given.person('member', 'Old Timer', PHP_HASH);
    timer = id;
    const refuse = isServerDatabase()
      ? "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken'"
      : "BEGIN SELECT RAISE(ABORT, 'broken'); END";
    await sql(`CREATE TRIGGER broken BEFORE UPDATE ON \`user\` ${refuse}`);
    await keep(api.post('/auth/login', { email, password: PHP_PASSWORD }));
    await sql('DROP TRIGGER broken');
    await keep(api.post('/auth/login', { email, password: PHP_PASSWORD }));
  }

  async function sendTokensWhereTheyDoNotBelong(): Promise<void> {
    const { api, config } = studio;
    const [token] = secrets.access;
    await keep(api.get(`/auth/me?access_token=${token}`));
    await keep(api.get('/auth/me', { headers: { Authorization: `Bearer x${token}` } }));
    await keep(api.get('/auth/me', { headers: { Cookie: `token=${token}` } }));
    await keep(api.get(`/nowhere?secret=${config.jwtSecret}`));
  }

  async function keep(answering: Promise<Answer>): Promise<Answer> {
    const answer = await answering;
    answers.push(answer);
    if (answer.body?.refreshToken) secrets.refresh.push(answer.body.refreshToken);
    if (answer.body?.accessToken) secrets.access.push(answer.body.accessToken);
    if (answer.body?.ticket) secrets.ticket.push(answer.body.ticket);
    if (answer.body?.token) secrets.device.push(answer.body.token);
    return answer;
  }

  /** Every value of every table but the password hashes where they belong. */
  async function wholeDatabase(): Promise<string> {
    const tables = await studio.sql<{ name: string }>(
      isServerDatabase()
        ? `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()`
        : `SELECT name FROM sqlite_master WHERE type IN ('table', 'view')`,
    );
    const dump: Record<string, unknown> = {};
    for (const { name } of tables) {
      const rows = await studio.sql<{ password?: string }>(`SELECT * FROM \`${name}\``);
      dump[name] = name === 'user' ? rows.map(({ password: _, ...rest }) => rest) : rows;
    }
    return JSON.stringify(dump);
  }

  it('were really sent and given out, and the log was really on', async () => {
    expect(answers.map((answer) => answer.status)).toEqual([
      ...[200, 401, 400, 200, 200, 401, 204],
      ...[201, 201, 400],
      ...[201, 200, 204, 401, 200, 200],
      ...[201, 200, 401],
      ...[500, 200],
      ...[401, 401, 401, 404],
    ]);
    expect(KINDS.map((kind) => secrets[kind].length)).toEqual([4, 4, 4, 1, 1]);
    expect(log.text).toContain('request completed');
    expect(log.text).toContain(answers[0]?.headers.get('x-request-id'));
    const database = await wholeDatabase();
    expect(database).toContain('tom.baker@example.com');
    expect(database).toContain('auth.refreshed');
    expect(database).toContain('device_token.created');
  });

  it.each(KINDS)('of the kind %s are in no log', (kind) => {
    expect(secrets[kind].filter((secret) => log.text.includes(secret))).toEqual([]);
  });

  it.each(KINDS)('of the kind %s are nowhere in the database in clear', async (kind) => {
    const database = await wholeDatabase();
    expect(secrets[kind].filter((secret) => database.includes(secret))).toEqual([]);
  });

  it('leave in no answer but those that give out tokens', () => {
    const gives = ({ body }: Answer) => Boolean(body?.refreshToken ?? body?.token ?? body?.ticket);
    const giving = new Set(answers.filter(gives));
    expect(giving.size).toBe(6);
    const all = Object.values(secrets).flat();
    for (const { text } of answers.filter((answer) => !giving.has(answer))) {
      expect(all.filter((secret) => text.includes(secret))).toEqual([]);
    }
    for (const { text } of giving) expect(text).not.toContain(PASSWORD);
  });

  it('password hashes stay in their column, even where storing one fails', async () => {
    expect(log.text).toMatch(/UPDATE .{1,2}user.{1,2} SET/);
    expect(log.text).not.toMatch(HASH);
    expect(await wholeDatabase()).not.toMatch(HASH);
    for (const { text } of answers) expect(text).not.toMatch(HASH);
  });

  it('values of statements are not logged, and no headers and queries either', () => {
    expect(log.text).not.toContain('@example.com');
    expect(log.text).not.toContain('Bearer');
    expect(log.text).not.toContain(studio.config.jwtSecret);
    expect(log.text).not.toContain('access_token');
  });

  it('what the database keeps of a refresh token cannot be used as one', async () => {
    const rows = await studio.sql<{ token_hash: string }>(
      'SELECT token_hash FROM coach_refresh_token',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { token_hash: refreshToken } of rows) {
      const answer = await studio.api.post('/auth/refresh', { refreshToken });
      expect(answer).toBeProblem('refresh_token_invalid');
    }
  });

  it('passwords are kept as argon2id of at least 19 MiB and two passes', async () => {
    const rows = await studio.sql<{ password: string }>(
      'SELECT password FROM `user` WHERE id = ?',
      [timer],
    );
    const [, memory, passes] =
      /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(rows[0]?.password ?? '') ?? [];
    expect(Number(memory)).toBeGreaterThanOrEqual(19 * 1024);
    expect(Number(passes)).toBeGreaterThanOrEqual(2);
  });
});
