import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { USER_TYPE_IDS } from '../../src/common/actor.js';
import type { Answer, TestPerson } from '../support/api.js';
import { expectRefusal, logged } from '../support/expectations.js';
import { violations } from '../support/laws.js';
import '../support/matchers.js';
import { PeopleStage } from '../support/people.js';
import type { Studio } from '../support/studio.js';

/* Admins and people of the front desk with whom packages are sold: a trainer who works alone. */

describe('who is a coach beside another role', () => {
  let stage: PeopleStage;
  let studio: Studio;

  beforeEach(async () => {
    stage = await PeopleStage.open();
    ({ studio } = stage);
  });
  afterEach(() => studio.close());

  const sell = (member: TestPerson, coach: TestPerson): Promise<Answer> =>
    stage.admin.api.post(`/members/${member.id}/packages`, {
      ...{ coachId: coach.id, rateType: 'package', sessions: 5 },
    });
  const coaches = async () => {
    const { body } = await stage.admin.api.get('/coaches');
    return body.data.map(({ id }: { id: number }) => id) as number[];
  };

  it('sells packages of their own, and uses, corrects and sees them as before', async () => {
    const { person, api } = stage.admin;
    const tom = await studio.given.member({ name: 'Tom Trains' });
    expect(await sell(tom, person)).toBeProblem('coach_not_found');
    const { answer, rows } = await logged(studio, () => stage.change(person, { alsoCoach: true }));
    expect(answer.body).toMatchObject({ role: 'admin', alsoCoach: true });
    expect(rows).toMatchObject([
      { action: 'person.changed', before: { alsoCoach: false }, after: { alsoCoach: true } },
    ]);
    expect(await coaches()).toContain(person.id);

    const sold = await sell(tom, person);
    expect(sold.status, sold.text).toBe(201);
    expect(sold.body).toMatchObject({ coachId: person.id, coachName: person.name, remaining: 5 });
    const workout = await studio.api.as(tom).startWorkout(tom);
    expect(workout.body.package).toMatchObject({ remaining: 4, coachId: person.id });
    expect((await api.adjust(tom, { adjustment: 1, reason: 'gift' })).status).toBe(200);
    const { body } = await api.get(`/members?coachId=${person.id}`);
    expect(body.data.map(({ id }: { id: number }) => id)).toEqual([tom.id]);
    expect(await violations((sql) => studio.sql(sql))).toEqual([]);
  });

  it('stays one as long as members train with them', async () => {
    const { person } = await stage.signedIn('staff');
    await stage.change(person, { alsoCoach: true });
    const tom = await studio.given.member({ name: 'Tom Trains' });
    await sell(tom, person);
    for (const body of [{ alsoCoach: false }, { disabled: true }, { role: 'member' }]) {
      const { body: refusal } = await expectRefusal(studio, 'coach_has_members', () =>
        stage.change(person, body),
      );
      expect(refusal).toMatchObject({ members: 1 });
    }
    expect((await stage.change(person, { role: 'coach' })).body).toMatchObject({
      ...{ role: 'coach', alsoCoach: false },
    });
    // And from a coach to the admin of the studio, in one step.
    expect(await stage.change(person, { role: 'admin' })).toBeProblem('coach_has_members');
    const both = { role: 'admin', alsoCoach: true };
    expect((await stage.change(person, both)).body).toMatchObject(both);
  });

  it('is none any more who is told so, is switched off, or whom PHP makes a member', async () => {
    const tom = await studio.given.member({ name: 'Tom Trains' });
    const { person } = await stage.signedIn('staff');
    await stage.change(person, { alsoCoach: true });
    expect(await coaches()).toContain(person.id);
    await stage.change(person, { disabled: true });
    expect(await coaches()).not.toContain(person.id);
    expect(await sell(tom, person)).toBeProblem('person_not_active');
    await stage.change(person, { disabled: false });
    const become = (role: 'member' | 'staff') =>
      studio.sql('UPDATE `user` SET user_type_id = ? WHERE id = ?', [
        ...[USER_TYPE_IDS[role], person.id],
      ]);
    await become('member');
    expect(await coaches()).not.toContain(person.id);
    expect(await sell(tom, person)).toBeProblem('coach_not_found');
    expect((await stage.admin.api.get(`/people/${person.id}`)).body.alsoCoach).toBe(false);
    await become('staff');
    await stage.change(person, { alsoCoach: false });
    expect(await coaches()).not.toContain(person.id);
    expect(await sell(tom, person)).toBeProblem('coach_not_found');
  });

  it('is invited as one, and listed with the coaches', async () => {
    const invite = (more: object) =>
      stage.admin.api.post('/people', {
        ...{ firstName: 'Eva', lastName: 'Novak', email: 'eva@example.com', ...more },
      });
    const { body, status } = await invite({ role: 'staff', alsoCoach: true });
    expect(status).toBe(201);
    expect(body.person).toMatchObject({ role: 'staff', alsoCoach: true });
    const { body: list } = await stage.admin.api.get('/people?role=coach');
    expect(list.data.map(({ id }: { id: number }) => id)).toContain(body.person.id);
    const found = await stage.admin.api.get('/people?role=coach&search=novak');
    expect(found.body.data).toHaveLength(1);
    for (const role of ['coach', 'member']) {
      const refused = await invite({ role, alsoCoach: true, email: `${role}@example.com` });
      expect(refused).toBeProblem('validation_failed');
      expect((await stage.admin.api.get(`/people?search=${role}@example`)).body.data).toEqual([]);
    }
    expect(
      await stage.change({ id: body.person.id }, { role: 'coach', alsoCoach: true }),
    ).toBeProblem('validation_failed');
  });

  it('and a sale that meets its end: one of the two is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { person } = await stage.signedIn('staff');
      await stage.change(person, { alsoCoach: true });
      const tom = await studio.given.member({ name: 'Tom Trains' });
      const [sold, ended] = await Promise.all([
        sell(tom, person),
        stage.change(person, { alsoCoach: false }),
      ]);
      const both = [sold.status, ended.status];
      expect([
        [201, 409],
        [404, 200],
      ]).toContainEqual(both);
    }
  });
});
