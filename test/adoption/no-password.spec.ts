import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Passwords } from '../../src/auth/passwords.service.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import type { TestPerson } from '../support/api.js';
import '../support/matchers.js';
import { migrate } from '../support/sql.js';
import { openStudio, type Studio } from '../support/studio.js';

const PASSWORD = 'horse staple 7';

/* Some pages of PHP make people before they have a password. */
describe('somebody of whom PHP has no password', () => {
  let legacy: LegacyDatabase;
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    legacy = await createLegacyDatabase('plain', 200);
    await legacy.query('ALTER TABLE user MODIFY password varchar(255) NULL');
    await migrate(legacy.url);
    studio = await openStudio({ databaseUrl: legacy.url });
    ana = await studio.given.coach();
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    await studio.sql("UPDATE user SET password = ?, account_status = 'approved' WHERE id = ?", [
      hash,
      ana.id,
    ]);
  });
  afterAll(async () => {
    await studio.close();
    await legacy.close();
  });

  const signIn = (password: string) =>
    studio.api.post('/auth/login', { email: ana.email, password });

  it('is let in by none, and what went on with the one before has ended', async () => {
    const { body } = await signIn(PASSWORD);
    const tom = await studio.given.member({ coach: ana, remaining: 2 });
    await studio.sql('UPDATE user SET password = NULL WHERE id = ?', [ana.id]);

    expect(await signIn(PASSWORD)).toBeProblem('sign_in_failed');
    expect(await signIn('null')).toBeProblem('sign_in_failed');
    const { refreshToken, accessToken } = body as Record<string, string>;
    expect(await studio.api.post('/auth/refresh', { refreshToken })).toBeProblem(
      'refresh_token_invalid',
    );
    const before = studio.api.withToken(String(accessToken));
    expect(await before.startWorkout(tom)).toBeProblem('not_signed_in');
    expect((await before.get('/auth/me')).body).toMatchObject({ email: ana.email });
  });
});
