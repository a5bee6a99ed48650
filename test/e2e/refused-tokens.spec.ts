import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AddedRefusals } from '../../src/audit/added-refusals.service.js';
import type { TokenKind } from '../../src/audit/refusal-rules.js';
import type { Answer } from '../support/api.js';
import { Devices } from '../support/devices.js';
import { logOf } from '../support/expectations.js';
import { FORGERIES, type Loot, tokenWith } from '../support/forgeries.js';
import '../support/matchers.js';
import { readMetrics } from '../support/metrics.js';
import { endSignIn, signedIn } from '../support/sign-ins.js';
import type { Studio } from '../support/studio.js';

const KINDS = ['unreadable', 'algorithm', 'signature', 'claims', 'device_token', 'ended'] as const;

/** What is wrong with the forgeries; those that are not named here say what we never say. */
const WRONG: Readonly<Partial<Record<TokenKind, readonly string[]>>> = {
  unreadable: [
    ...['claims that are null', 'claims that are null, by another key', 'claims that are text'],
    ...['claims that are no JSON', 'claims that are not encoded'],
    ...['an extension that one must know', 'two parts', 'four parts', 'only dots'],
    ...['a genuine token without its beginning', 'null', 'undefined', 'garbage', 'SQL'],
  ],
  algorithm: [
    ...['alg none over a genuine signature', 'no alg at all', 'RS256 over an HMAC of the secret'],
    ...['HS384 with the right key', 'HS512 with the right key'],
    ...['RS256 with the forger’s key', 'RS256 with the forger’s key in the header'],
    ...['ES256 with the forger’s key', 'EdDSA with the forger’s key'],
  ],
  signature: [
    ...['alg none', 'alg None', 'alg NONE', 'alg nOnE', 'an empty alg', 'no signature'],
    ...['another key', 'no key', 'the key of the demo', 'the key with a line break'],
    ...['half of the key', 'the key read as base64', 'a key file of the forger’s choice'],
    ...['a member’s token edited to admin', 'a member’s token edited to another person'],
    ...['a member’s token edited to last longer', 'HS256 with a SHA-512 signature'],
    ...['a signature without its end', 'a signature that goes on'],
  ],
};

function kindOf(name: string): TokenKind {
  return KINDS.find((kind) => WRONG[kind]?.includes(name)) ?? 'claims';
}

describe('tokens that let nobody in', () => {
  let devices: Devices;
  let studio: Studio;
  let loot: Loot;

  beforeAll(async () => {
    devices = await Devices.open();
    ({ studio } = devices);
    const tom = await studio.given.member();
    const secret = studio.config.jwtSecret;
    const memberToken = tokenWith({ secret, adminId: tom.id, memberToken: '' }, { role: 'member' });
    loot = { secret, adminId: devices.admin.id, memberToken };
  });
  afterAll(() => studio.close());

  /** How much the count of each kind is larger after the work; those that stay are left out. */
  async function grown(work: () => Promise<unknown>): Promise<Partial<Record<TokenKind, number>>> {
    const sample = (kind: TokenKind) => `coach_tokens_refused_total{kind="${kind}"}`;
    const before = await readMetrics(studio.api);
    await work();
    const after = await readMetrics(studio.api);
    const changes = KINDS.map((kind) => {
      return [kind, (after.get(sample(kind)) ?? 0) - (before.get(sample(kind)) ?? 0)] as const;
    });
    return Object.fromEntries(changes.filter(([, change]) => change !== 0));
  }

  const refused = (answer: Answer) => expect(answer).toBeProblem('not_signed_in');
  const askWith = (token: string) => studio.api.withToken(token).get('/auth/me');

  it.each(Object.keys(FORGERIES))('count by what is wrong: %s', async (name) => {
    const token = FORGERIES[name]?.(loot) ?? '';
    expect(await grown(async () => refused(await askWith(token)))).toEqual({ [kindOf(name)]: 1 });
  });

  it('do not count where they were good until they expired, or where there is none', async () => {
    const { api, given } = studio;
    const exp = Math.floor(Date.now() / 1000) - 1;
    const phone = await devices.of(await given.coach(), { expiresInDays: 1 });
    expect(
      await grown(async () => {
        expect(await askWith(tokenWith(loot, { exp }))).toBeProblem('token_expired');
        refused(await api.get('/auth/me'));
        refused(await api.get('/auth/me', { headers: { Authorization: 'Bearer' } }));
        refused(await api.get('/auth/me', { headers: { Authorization: 'Basic x:y' } }));
        studio.clock.advance({ days: 2 });
        expect(await phone.api.get('/auth/me')).toBeProblem('token_expired');
        studio.clock.set(devices.now);
      }),
    ).toEqual({});
  });

  it('count as a device’s: unknown ones, revoked ones, and those of who is out', async () => {
    const { given } = studio;
    const [known, demoted] = [await devices.of(await given.coach()), await given.coach()];
    const theirs = await devices.of(demoted);
    const claims = { device: 2_000_000_001, role: undefined, sub: String(demoted.id) };
    await devices.revoke(known);
    await devices.setRole(demoted, 'admin');
    expect(
      await grown(async () => {
        refused(await known.api.get('/auth/me'));
        refused(await theirs.api.get('/auth/me'));
        refused(await askWith(tokenWith(loot, claims)));
        refused(await askWith(tokenWith(loot, { ...claims, device: 'all' })));
      }),
    ).toEqual({ device_token: 4 });
  });

  it('count as ended where a sign-in was good when the token was made', async () => {
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana });
    const signIn = await signedIn(studio, ana);
    await endSignIn(studio, signIn.id);
    const work = async () => {
      refused(await signIn.api.startWorkout(tom));
      refused(await signIn.api.get('/events'));
      refused(await signIn.api.post('/events/tickets'));
    };
    expect(await grown(work)).toEqual({ ended: 3 });
  });

  it('leave one row for all of the above, from the one network where they came from', async () => {
    await studio.app.get(AddedRefusals).settled();
    const rows = (await logOf(studio)).filter(({ action }) => action === 'auth.tokens_refused');
    expect(rows).toMatchObject([{ actor_id: null, ip: '127.0.0.1', code: 'not_signed_in' }]);
  });
});
