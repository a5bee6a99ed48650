import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/common/actor.js';
import { AccountsStage, OUT } from '../support/adoption/accounts-stage.js';
import type { Answer } from '../support/api.js';
import { booksOf } from '../support/expectations.js';
import '../support/matchers.js';

describe('whom PHP locks out', () => {
  let stage: AccountsStage;

  beforeAll(async () => {
    stage = await AccountsStage.open();
  });
  afterAll(() => stage.close());

  /** Somebody of a role, by an access token that lasts for minutes, and what they may change. */
  async function signedInAs(role: Role) {
    const { given, api } = stage.studio;
    await stage.letAllIn();
    const id = await stage.personOf(role);
    const coach = { id: role === 'coach' ? id : await stage.personOf('coach') };
    const member = { id: role === 'member' ? id : await stage.personOf('member') };
    await given.package(member, { coach, remaining: 10 });
    const { body } = await stage.signIn(id);
    const own = api.withToken(body.accessToken);
    const change = (key: string): Promise<Answer> =>
      role === 'member'
        ? own.startWorkout(member, {}, { key })
        : own.adjust(member, { adjustment: 1, reason: 'a gift' }, { key });
    return { id, change };
  }

  it.each(OUT)('%s: changes nothing more, whatever they still hold', async (_, role, sql) => {
    const { studio, php } = stage;
    const { id, change } = await signedInAs(role);
    await php.query(sql, [id]);
    const before = await booksOf(studio);
    const refused = await change('one');
    expect(refused).toBeProblem('not_signed_in');
    expect(refused.body.detail).toContain('not active');
    expect(await booksOf(studio)).toEqual(before);
    await stage.letAllIn();
    expect((await change('one')).status).toBe(role === 'member' ? 201 : 200);
  });

  it('is told nothing of what was done before', async () => {
    const { id, change } = await signedInAs('member');
    expect((await change('two')).status).toBe(201);
    await stage.php.query("UPDATE user SET account_status = 'rejected' WHERE id = ?", [id]);
    expect(await change('two')).toBeProblem('not_signed_in');
    await stage.letAllIn();
    const again = await change('two');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  });
});
