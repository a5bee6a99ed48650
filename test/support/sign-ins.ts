import { randomBytes, randomUUID } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { ACCESS_TOKEN } from '../../src/auth/access-token.js';
import { DAY_MS } from '../../src/common/durations.js';
import { toDb } from '../../src/database/instants.js';
import type { Answer, Api, TestPerson } from './api.js';
import type { Studio } from './studio.js';

/** A sign-in as the database has it, and the API by its access token. */
export interface GivenSignIn {
  readonly id: string;
  readonly api: Api;
}

type Whom = Pick<TestPerson, 'id' | 'role'>;

/** A sign-in that began now, of a person whose password nobody needs to know. */
export async function signedIn(
  studio: Studio,
  person: Whom,
  { days = 30 } = {},
): Promise<GivenSignIn> {
  const { clock, sql } = studio;
  const [id, now] = [randomUUID(), clock.now()];
  const [at, end] = [toDb(now), toDb(new Date(now.getTime() + days * DAY_MS))];
  await sql(
    `INSERT INTO coach_refresh_token (family, token_hash, user_id, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?)`,
    [id, randomBytes(32).toString('hex'), person.id, at, end],
  );
  await sql(
    `INSERT INTO coach_sign_in (family, user_id, started_at, last_used_at, expires_at, ends_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [id, person.id, at, at, end, end],
  );
  return { id, api: studio.api.withToken(accessTokenOf(studio, person, id)) };
}

/** Asks for a device token as an admin does who has just signed in. */
export async function askForDeviceToken(
  studio: Studio,
  admin: Whom,
  body: { readonly userId: number; readonly label: string },
): Promise<Answer> {
  const { api } = await signedIn(studio, admin);
  return api.post('/auth/device-tokens', body);
}

/** An access token of a sign-in, whatever has become of that. */
export function accessTokenOf({ app }: Studio, { id, role }: Whom, signInId: string): string {
  const { issuer, audience } = ACCESS_TOKEN;
  const options = { subject: String(id), issuer, audience, expiresIn: 900 };
  return app.get(JwtService).sign({ role, sid: signInId }, options);
}

/** Ends a sign-in as the product does, without asking it. */
export async function endSignIn({ clock, sql }: Studio, id: string): Promise<void> {
  const at = toDb(clock.now());
  await sql('UPDATE coach_refresh_token SET revoked_at = ? WHERE family = ?', [at, id]);
  await sql("UPDATE coach_sign_in SET ended_at = ?, ended_reason = 'ended' WHERE family = ?", [
    at,
    id,
  ]);
}
