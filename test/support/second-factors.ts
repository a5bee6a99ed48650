import { generateSync } from 'otplib';
import { SealedSecrets } from '../../src/auth/sealed-secrets.js';
import { newSecret } from '../../src/auth/totp.js';
import { Passwords } from '../../src/auth/passwords.service.js';
import type { Role } from '../../src/common/actor.js';
import { toDb } from '../../src/database/instants.js';
import type { Answer, Api, TestPerson } from './api.js';
import type { Studio } from './studio.js';

/** Of every holder. */
export const PASSWORD = 'correct horse battery';
const STEP_MS = 30_000;

/**
 * Gives everybody the same second factor, on or only begun, as if each had turned it on. Gives a
 * code of now.
 */
export async function giveFactors(studio: Studio, isOn: boolean): Promise<string> {
  const { sql, clock, app } = studio;
  const secret = newSecret();
  const at = toDb(clock.now());
  const people = await sql<{ id: number }>('SELECT id FROM `user`');
  await sql('DELETE FROM coach_second_factor');
  for (const { id } of people) {
    await sql(
      `INSERT INTO coach_second_factor (user_id, secret, confirmed_at, created_at)
       VALUES (?, ?, ?, ?)`,
      [id, app.get(SealedSecrets).seal(secret, id), isOn ? at : null, at],
    );
  }
  return generateSync({ secret, epoch: Math.floor(clock.now().getTime() / 1000) });
}

/** How many second factors and recovery codes the database has, of whomever. */
export async function storedFactors({ sql }: Studio): Promise<{ factors: number; codes: number }> {
  const rowsOf = async (table: string) => (await sql(`SELECT user_id FROM ${table}`)).length;
  return {
    factors: await rowsOf('coach_second_factor'),
    codes: await rowsOf('coach_recovery_code'),
  };
}

/** Somebody who signs in by a password, and perhaps a code. */
export class Holder {
  /** As an authenticator has it. */
  secret = '';
  recoveryCodes: string[] = [];

  private constructor(
    readonly studio: Studio,
    readonly person: TestPerson,
  ) {}

  static async of(studio: Studio, role: Role = 'admin'): Promise<Holder> {
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    return new Holder(studio, await studio.given.person(role, 'Ana Silva', hash));
  }

  /** Somebody whose second factor is on. */
  static async withFactor(studio: Studio, role: Role = 'admin'): Promise<Holder> {
    const holder = await Holder.of(studio, role);
    await holder.turnOn(await holder.entered());
    return holder;
  }

  /** The same person at another product on the database. */
  at(studio: Studio): Holder {
    const holder = new Holder(studio, this.person);
    return Object.assign(holder, { secret: this.secret, recoveryCodes: this.recoveryCodes });
  }

  /** What the authenticator shows at the studio's time, or so many steps from now. */
  code(steps = 0): string {
    const at = this.studio.clock.now().getTime() + steps * STEP_MS;
    return generateSync({ secret: this.secret, epoch: Math.floor(at / 1000) });
  }

  /** Six digits that are no code of these minutes. */
  wrongCode(): string {
    const right = [-2, -1, 0, 1, 2].map((steps) => this.code(steps));
    return ['000000', '111111', '222222', '333333'].find((one) => !right.includes(one)) ?? '';
  }

  /** Has the code of the next step be one that nobody has used. */
  wait(steps = 1): void {
    this.studio.clock.advance({ seconds: (steps * STEP_MS) / 1000 });
  }

  async signIn(given: { code?: string; password?: string; from?: string } = {}): Promise<Answer> {
    const { password = PASSWORD, code, from = '203.0.113.1' } = given;
    const { email } = this.person;
    const headers = { 'X-Forwarded-For': from };
    const body = { email, password, ...(code === undefined ? {} : { code }) };
    return this.studio.api.post('/auth/login', body, { headers });
  }

  /** Of each sign-in that goes on, whether a second factor was given. */
  async openSignIns(): Promise<{ second_factor: number }[]> {
    return this.studio.sql(
      'SELECT second_factor FROM coach_sign_in WHERE user_id = ? AND ended_at IS NULL',
      [this.person.id],
    );
  }

  /** The API by a new sign-in, with a code of now where the factor is on. */
  async entered(code = this.secret === '' ? undefined : this.code()): Promise<Api> {
    const answer = await this.signIn(code === undefined ? {} : { code });
    if (answer.status !== 200) throw new Error(`not signed in: ${answer.text}`);
    return this.studio.api.withToken(answer.body.accessToken);
  }

  /** Has a secret shown, as an authenticator gets it. */
  async begin(api: Api): Promise<void> {
    const { body } = await api.post('/auth/second-factor');
    this.secret = body.secret;
  }

  /** Turns it on from a sign-in. Gives the answer to the first code, which is used up by it. */
  async turnOn(api: Api): Promise<Answer> {
    await this.begin(api);
    const answer = await api.post('/auth/second-factor/confirm', { code: this.code() });
    if (answer.status !== 200) throw new Error(`not turned on: ${answer.text}`);
    this.recoveryCodes = answer.body.recoveryCodes;
    this.wait();
    return answer;
  }
}
