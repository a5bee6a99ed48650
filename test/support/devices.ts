import { expect } from 'vitest';
import { DAY_MS } from '../../src/common/durations.js';
import { type Role, USER_TYPE_IDS } from '../../src/common/actor.js';
import type { Answer, Api, TestPerson } from './api.js';
import { booksOf } from './expectations.js';
import { askForDeviceToken, signedIn } from './sign-ins.js';
import { openStudio, type Studio } from './studio.js';

/** A device with a token of its own, and the API as it uses it. */
export interface Device {
  readonly id: number;
  readonly token: string;
  readonly api: Api;
  readonly answer: Answer;
}

/** Devices of a studio, and the admin who gives them tokens and takes them back. */
export class Devices {
  private constructor(
    readonly studio: Studio,
    readonly admin: TestPerson,
    readonly asAdmin: Api,
    /** When the studio opened. */
    readonly now: string,
  ) {}

  /** Today, because the library that checks tokens asks the real clock when they end. */
  /** `databaseUrl` is one that is there, served by whoever is named in it. */
  static async open(env: Record<string, string> = {}, databaseUrl?: string): Promise<Devices> {
    const now = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    const studio = await openStudio({ now, env, ...(databaseUrl ? { databaseUrl } : {}) });
    const admin = await studio.given.admin();
    // For years, because tests of what ends move the clock far.
    const { api } = await signedIn(studio, admin, { days: 3_650 });
    return new Devices(studio, admin, api, now);
  }

  async of({ id: userId }: { id: number }, more: object = {}): Promise<Device> {
    const body = { userId, label: 'A phone', ...more };
    // Signed in anew, because the test may have moved the clock.
    const answer = await askForDeviceToken(this.studio, this.admin, body);
    if (answer.status !== 201) throw new Error(`no device token: ${answer.text}`);
    const { id, token } = answer.body as { id: number; token: string };
    return { id, token, api: this.studio.api.withToken(token), answer };
  }

  revoke({ id }: { id: number }, by = this.asAdmin, key?: string): Promise<Answer> {
    return by.request('DELETE', `/auth/device-tokens/${id}`, key === undefined ? {} : { key });
  }

  /** The row of a device in the list. */
  async listed({ id }: { id: number }): Promise<Record<string, unknown> | undefined> {
    const { body } = await this.asAdmin.get('/auth/device-tokens?limit=100');
    return (body.data as { id: number }[]).find((row) => row.id === id);
  }

  async setRole({ id }: TestPerson, role: Role): Promise<void> {
    const type = USER_TYPE_IDS[role];
    await this.studio.sql('UPDATE `user` SET user_type_id = ? WHERE id = ?', [type, id]);
  }

  /** An instant so many days after the studio opened. */
  day(days: number): string {
    return new Date(Date.parse(this.now) + days * DAY_MS).toISOString();
  }

  /** Reads and a change are refused, and nothing is written. */
  async expectClosed(
    api: Api,
    code: 'not_signed_in' | 'token_expired' = 'not_signed_in',
  ): Promise<void> {
    const before = await booksOf(this.studio);
    const newMember = { firstName: 'Mal', lastName: 'Lory', email: 'mallory@example.com' };
    for (const answer of [
      await api.get('/auth/me'),
      await api.get('/members'),
      await api.post('/members', newMember),
    ]) {
      expect(answer).toBeProblem(code);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(await booksOf(this.studio)).toEqual(before);
  }
}

/** A person as answers name them. */
export function named({ id, name, role }: TestPerson): Pick<TestPerson, 'id' | 'name' | 'role'> {
  return { id, name, role };
}
