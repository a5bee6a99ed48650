import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectInvalid, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { PeopleStage } from '../support/people.js';
import type { Studio } from '../support/studio.js';

/* The name and the phone number that people enter for themselves. */

const NOTE = 'Left knee: no jumps.';

let stage: PeopleStage;
let studio: Studio;

beforeAll(async () => {
  stage = await PeopleStage.open();
  ({ studio } = stage);
});
afterAll(() => studio.close());

it.each(['admin', 'staff', 'coach', 'member'] as const)('a %s changes both', async (role) => {
  const { person, api } = await stage.signedIn(role, 'Lea Grau');
  const { id: userId, email } = person;
  // No password is asked for, however long ago it was given.
  studio.clock.advance({ minutes: 11 });
  const entered = { firstName: 'Léa', lastName: 'Weiß', phone: '+49 170 1234567' };
  const { answer, rows } = await logged(studio, () => api.patch('/auth/me', entered));
  const same = await logged(studio, () => api.patch('/auth/me', entered));
  studio.clock.advance({ minutes: -11 });
  expect([answer.status, answer.body]).toMatchObject([
    200,
    { id: userId, role, email, locale: null, ...entered },
  ]);
  expect(rows).toMatchObject([
    {
      ...{ action: 'person.changed', actor_id: userId },
      member_id: role === 'member' ? userId : null,
      before: { userId, firstName: 'Lea', lastName: 'Grau', phone: null },
      after: { userId, ...entered },
    },
  ]);
  expect([same.answer.status, same.answer.body, same.rows]).toMatchObject([200, entered, []]);
  expect((await api.get('/auth/me')).body).toMatchObject(entered);
  expect((await stage.signIn(person)).body.user).toMatchObject({ firstName: 'Léa' });
  for (const search of ['lea weiss', 'weiss', '0170 1234']) {
    const { body } = await stage.admin.api.get(`/people?search=${encodeURIComponent(search)}`);
    expect((body.data as { id: number }[]).map(({ id }) => id)).toContain(userId);
  }
  const before = await stage.admin.api.get('/people?search=grau');
  expect((before.body.data as { id: number }[]).map(({ id }) => id)).not.toContain(userId);
});

it('leaves what is not named, and the note of the studio, which nobody is told', async () => {
  const { person, api } = await stage.signedIn('coach', 'Ana Silva');
  await stage.change(person, { phone: '030 123456', note: NOTE, locale: 'de' });
  const named = await logged(studio, () => api.patch('/auth/me', { lastName: '' }));
  expect(named.answer.body).toMatchObject({ firstName: 'Ana', lastName: '', locale: 'de' });
  expect(named.answer.body).toMatchObject({ phone: '030 123456', email: person.email });
  const { id: userId } = person;
  expect(named.rows.map(({ before, after }) => [before, after])).toEqual([
    [
      { userId, lastName: 'Silva' },
      { userId, lastName: '' },
    ],
  ]);
  const away = await logged(studio, () => api.patch('/auth/me', { phone: null }));
  expect(away.rows.map(({ after }) => after)).toEqual([{ userId, phone: null }]);
  for (const { text } of [named.answer, away.answer, await api.get('/auth/me')]) {
    expect(text).not.toContain('note');
    expect(text).not.toContain('knee');
  }
  const { body } = await stage.admin.api.get(`/people/${userId}`);
  expect(body).toMatchObject({ note: NOTE, phone: null, locale: 'de', lastName: '' });
  const nothing = await logged(studio, () => api.patch('/auth/me', {}));
  expect([nothing.answer.status, nothing.rows]).toEqual([200, []]);
});

it('keeps a member without an e-mail address without one', async () => {
  const { person, api } = await stage.signedIn('member', 'Tom Baker');
  await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [
    'member-77@no-mail.invalid',
    person.id,
  ]);
  const { status, body, text } = await api.patch('/auth/me', { firstName: 'Tim' });
  expect([status, body.email]).toEqual([200, '']);
  expect(text).not.toContain('no-mail');
  // Each write draws another one, so that nothing hangs on it.
  const [row] = await studio.sql('SELECT email FROM `user` WHERE id = ?', [person.id]);
  expect(row?.email).toMatch(/^member-\d{10,}@no-mail\.invalid$/);
  const { body: read } = await stage.admin.api.get(`/members/${person.id}`);
  expect(read).toMatchObject({ firstName: 'Tim', email: null });
});

it('takes what the studio takes, once for a key, of oneself alone', async () => {
  const { person, api } = await stage.signedIn('member', 'Una Low');
  const wrong = [
    ['firstName', { firstName: '' }],
    ['firstName', { firstName: null }],
    ['firstName', { firstName: 'Una\nLow' }],
    ['lastName', { lastName: 'x'.repeat(300) }],
    ['phone', { phone: '12' }],
    ['note', { note: NOTE }],
    ['email', { email: 'una@people.test' }],
    ['role', { role: 'admin' }],
    ['id', { id: stage.admin.person.id }],
  ] as const;
  for (const [field, body] of wrong) {
    await expectInvalid(studio, field, () => api.patch('/auth/me', { ...body, locale: 'en' }));
  }
  const headers = { 'Idempotency-Key': `own-details-${person.id}` };
  const change = () => api.patch('/auth/me', { phone: '12345' }, { headers });
  const { rows } = await logged(studio, async () => [await change(), await change()]);
  expect(rows).toHaveLength(1);
  expect(await studio.api.patch('/auth/me', { firstName: 'Eve' })).toBeProblem('not_signed_in');
  expect((await api.get('/auth/me')).body).toMatchObject({ firstName: 'Una', phone: '12345' });
});
