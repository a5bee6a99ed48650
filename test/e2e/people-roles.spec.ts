import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { USER_TYPE_IDS } from '../../src/common/actor.js';
import { expectRefusal, logged } from '../support/expectations.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { PeopleStage } from '../support/people.js';
import { size } from '../support/size.js';
import type { Studio } from '../support/studio.js';

const ROUNDS = size({ ci: 5, full: 40 });

describe('roles', () => {
  let stage: PeopleStage;
  let studio: Studio;

  beforeEach(async () => {
    stage = await PeopleStage.open();
    ({ studio } = stage);
  });
  afterEach(() => studio.close());

  it('are changed at once: for reads, streams and the next refresh', async () => {
    const ana = await stage.signedIn('staff');
    const stream = await Listener.openAndSee(ana.api);
    const { answer, rows } = await logged(studio, () =>
      stage.change(ana.person, { role: 'coach' }),
    );
    expect(answer.body).toMatchObject({ role: 'coach' });
    expect(rows).toMatchObject([
      { action: 'person.changed', before: { role: 'staff' }, after: { role: 'coach' } },
    ]);
    expect(await stream.untilNamed('end')).toEqual({ reason: 'access_ended' });
    stream.leave();
    await stage.look();
    expect(await ana.api.get('/members')).toBeProblem('not_signed_in');
    const { refreshToken } = ana;
    const { body } = await studio.api.post('/auth/refresh', { refreshToken });
    const now = studio.api.withToken(body.accessToken as string);
    expect((await now.get('/members')).status).toBe(200);
    expect(await now.get('/coaches')).toBeProblem('forbidden');
  });

  it('of oneself are nobody’s to change, and the last admin stays', async () => {
    const { person } = stage.admin;
    for (const body of [{ disabled: true }, { role: 'staff' }]) {
      await expectRefusal(studio, 'last_admin', () => stage.change(person, body));
    }
    const other = await stage.signedIn('admin');
    for (const body of [{ disabled: true }, { role: 'staff' }]) {
      await expectRefusal(studio, 'own_role', () => stage.change(person, body));
    }
    expect((await stage.change(other.person, { disabled: true })).status).toBe(200);
    // Who cannot sign in is no admin who could do it.
    await expectRefusal(studio, 'last_admin', () => stage.change(person, { role: 'staff' }));
    expect((await stage.change(person, { firstName: 'Adam' })).status).toBe(200);
  });

  it.each([{ disabled: true }, { role: 'coach' }])(
    'two admins who take each other’s, %o: one of them stays',
    async (body) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const [one, other] = [await stage.signedIn('admin'), await stage.signedIn('admin')];
        await studio.sql('UPDATE `user` SET user_type_id = ? WHERE id NOT IN (?, ?)', [
          ...[USER_TYPE_IDS.member, one.person.id, other.person.id],
        ]);
        const answers = await Promise.all([
          stage.change(other.person, body, one.api),
          stage.change(one.person, body, other.api),
        ]);
        expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
        const left = await studio.sql(
          `SELECT u.id FROM \`user\` u LEFT JOIN coach_account a ON a.user_id = u.id
            WHERE u.user_type_id = ? AND a.disabled_at IS NULL`,
          [USER_TYPE_IDS.admin],
        );
        expect(left).toHaveLength(1);
      }
    },
  );
});
