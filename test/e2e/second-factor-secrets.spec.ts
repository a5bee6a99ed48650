import { afterEach, describe, expect, it } from 'vitest';
import { captureLog } from '../support/captured-log.js';
import '../support/matchers.js';
import { tablesOf } from '../support/schema-dump.js';
import { Holder } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';

const PATH = '/auth/second-factor';
const [OLD, NEW] = [
  'the-first-secret-that-only-the-tests-know-98172',
  'the-second-secret-that-only-the-tests-know-56430',
];

const studios: Studio[] = [];
afterEach(async () => {
  for (const studio of studios.splice(0)) await studio.close();
});

async function open(env: Record<string, string>, databaseUrl?: string): Promise<Studio> {
  const studio = await openStudio({
    env: { TRUSTED_PROXIES: '127.0.0.1', ...env },
    hashesAtFullCost: true,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  studios.push(studio);
  return studio;
}

it('the secret and the codes stand in no row, no log and no other answer', async () => {
  const studio = await open({ LOG_LEVEL: 'trace', SECOND_FACTOR: 'required' });
  const log = captureLog(studio);
  const ana = await Holder.of(studio);
  const api = await ana.entered();
  const key = 'the-same-key';
  const pending = (await api.post(PATH, {}, { key })).body.secret as string;
  const begun = await api.post(PATH, {}, { key });
  // No receipt is kept of what is secret: the same again is another one.
  expect(begun.body.secret).not.toBe(pending);
  const wrong = await api.post(`${PATH}/confirm`, { code: '999999' }, { key });
  const { recoveryCodes } = (await ana.turnOn(api)).body as { recoveryCodes: string[] };
  const remade = await api.post(`${PATH}/recovery-codes`, {}, { key });
  const fresh = (remade.body as { recoveryCodes: string[] }).recoveryCodes;
  const used = ana.code();
  const answers = [wrong, await ana.signIn({ code: used }), await ana.signIn({ code: used })];
  answers.push(
    await ana.signIn({ code: fresh[0] ?? '' }),
    await ana.signIn({ code: 'canary1234' }),
  );
  const odd = { email: ana.person.email, password: 'x', code: ['canary1234'] };
  answers.push(await studio.api.post('/auth/login', odd));
  answers.push(await api.get(PATH), await api.get('/activity'), await api.get('/auth/sign-ins'));
  await api.request('DELETE', PATH, { key });

  const letters = [...recoveryCodes, ...fresh].flatMap((code) => [code, code.replace('-', '')]);
  const secrets = [pending, begun.body.secret as string, ana.secret, 'canary1234', ...letters];
  const tables = await tablesOf(studio.sql);
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) {
    const rows = JSON.stringify(await studio.sql(`SELECT * FROM \`${table}\``));
    expect(secrets.filter((secret) => rows.includes(secret))).toEqual([]);
  }
  expect(log.text.length).toBeGreaterThan(1000);
  const told = answers.map(({ text }) => text).join('\n');
  for (const text of [log.text, told]) {
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  }
  const codes = await studio.sql<{ code_hash: string }>(
    'SELECT code_hash FROM coach_recovery_code',
  );
  expect(codes).toHaveLength(10);
  for (const { code_hash: hash } of codes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2/);
});

describe('with another JWT_SECRET', () => {
  const sealed = async ({ sql }: Studio) =>
    (await sql<{ secret: string }>('SELECT secret FROM coach_second_factor'))[0]?.secret;

  async function moved(env: Record<string, string>): Promise<{ ana: Holder; studio: Studio }> {
    const before = await open({ JWT_SECRET: OLD });
    const ana = await Holder.withFactor(before);
    const studio = await open(env, before.databaseUrl);
    studio.clock.set(before.clock.now().toISOString());
    return { ana: ana.at(studio), studio };
  }

  it('and the one before beside it codes go on, and are sealed anew by the next', async () => {
    const { ana, studio } = await moved({ JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: OLD });
    const before = await sealed(studio);
    expect((await ana.signIn({ code: ana.wrongCode() })).status).toBe(401);
    expect(await sealed(studio)).toBe(before);
    expect((await ana.signIn({ code: ana.code() })).status).toBe(200);
    expect(await sealed(studio)).not.toBe(before);

    const later = await open({ JWT_SECRET: NEW }, studio.databaseUrl);
    later.clock.set(studio.clock.now().toISOString());
    const there = ana.at(later);
    there.wait();
    expect((await there.signIn({ code: there.code() })).status).toBe(200);
  });

  it('alone codes are wrong, recovery codes go on, and so does turning it off', async () => {
    const { ana, studio } = await moved({ JWT_SECRET: NEW });
    expect(await ana.signIn({ code: ana.code() })).toBeProblem('second_factor_wrong');
    expect(await ana.signIn()).toBeProblem('second_factor_needed');
    const [one = ''] = ana.recoveryCodes;
    const { body } = await ana.signIn({ code: one });
    const api = studio.api.withToken(body.accessToken);
    expect((await api.request('DELETE', PATH)).status).toBe(204);
    await ana.turnOn(api);
    expect((await ana.signIn({ code: ana.code() })).status).toBe(200);
  });
});
