import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectInvalid, logged } from '../support/expectations.js';
import { MailedStage } from '../support/mailed.js';
import '../support/matchers.js';
import { PASSWORD } from '../support/people.js';
import type { Studio } from '../support/studio.js';

let stage: MailedStage;
let studio: Studio;

beforeAll(async () => {
  stage = await MailedStage.open();
  ({ studio } = stage);
});
afterAll(() => stage.close());

it.each(['admin', 'staff', 'coach', 'member'] as const)('a %s chooses a language', async (role) => {
  const { person, api } = await stage.people.signedIn(role);
  // No password is asked for, however long ago it was given.
  studio.clock.advance({ minutes: 11 });
  const choose = (locale: unknown) => logged(studio, () => api.patch('/auth/me', { locale }));
  const { answer, rows } = await choose('de');
  studio.clock.advance({ minutes: -11 });
  expect(answer.body).toMatchObject({ id: person.id, role, locale: 'de' });
  const userId = person.id;
  expect(rows).toMatchObject([
    {
      ...{ action: 'person.changed', actor_id: userId },
      member_id: role === 'member' ? userId : null,
      before: { userId, locale: null },
      after: { userId, locale: 'de' },
    },
  ]);
  const same = await choose('de');
  expect([same.answer.status, same.rows]).toEqual([200, []]);
  expect((await api.get('/auth/me')).body).toMatchObject({ locale: 'de' });
  const { body } = await stage.people.signIn(person, PASSWORD);
  expect(body.user).toMatchObject({ locale: 'de' });
  const { refreshToken } = body as { refreshToken: string };
  const refreshed = await studio.api.post('/auth/refresh', { refreshToken });
  expect(refreshed.body.user).toMatchObject({ locale: 'de' });
  expect((await choose(null)).answer.body).toMatchObject({ locale: null });
  expect((await api.get('/auth/me')).body).toMatchObject({ locale: null });
});

it('is the language of letters, whatever the device asks for', async () => {
  const { person, api } = await stage.people.signedIn('member');
  await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', ['lea@people.test', person.id]);
  await api.patch('/auth/me', { locale: 'de' });
  await stage.forget('lea@people.test', '203.0.113.9', { 'Accept-Language': 'en' });
  const [german] = await stage.mails();
  expect(german?.mail.subject).toMatch(/Passwort/);
  await api.patch('/auth/me', { locale: 'en' });
  // A link that is asked for in the second of the last one is that.
  studio.clock.advance({ minutes: 1 });
  await stage.forget('lea@people.test', '203.0.113.9', { 'Accept-Language': 'de' });
  const [english] = await stage.mails();
  expect(english?.mail.subject).toMatch(/password/);
});

it('is what an admin reads and has chosen for others', async () => {
  const { person, api } = await stage.people.signedIn('coach');
  await stage.people.change(person, { locale: 'de' });
  expect((await api.get('/auth/me')).body).toMatchObject({ locale: 'de' });
  await api.patch('/auth/me', { locale: null });
  const { body } = await stage.people.admin.api.get(`/people/${person.id}`);
  expect(body).toMatchObject({ locale: null });
});

it('is none but those that there are, and nobody else’s', async () => {
  const { person, api } = await stage.people.signedIn('member');
  for (const body of [{ locale: 'fr' }, { locale: '' }, { locale: 1 }]) {
    await expectInvalid(studio, 'locale', () => api.patch('/auth/me', body));
  }
  await expectInvalid(studio, 'role', () => api.patch('/auth/me', { locale: 'en', role: 'admin' }));
  expect(await studio.api.patch('/auth/me', { locale: 'de' })).toBeProblem('not_signed_in');
  expect((await api.get('/auth/me')).body).toMatchObject({ id: person.id, locale: null });
});
