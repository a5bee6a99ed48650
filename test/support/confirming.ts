import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer, Api, TestPerson } from './api.js';
import { openStudio, type Studio } from './studio.js';

const PASSWORD = 'correct horse battery';

/** A person who signed in by password, as everybody does. */
export interface BySignIn {
  readonly person: TestPerson;
  readonly api: Api;
  readonly refreshToken: string;
}

/** Admins of a studio, who sign in and give their passwords again. */
export class Confirming {
  private constructor(
    readonly studio: Studio,
    private readonly hash: string,
    readonly ana: TestPerson,
  ) {}

  /** Today, because the library that checks tokens asks the real clock. */
  static async open(): Promise<Confirming> {
    const now = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    const studio = await openStudio({ now });
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    return new Confirming(studio, hash, await studio.given.coach());
  }

  async newAdmin(): Promise<BySignIn> {
    const person = await this.studio.given.person('admin', 'Ada Boss', this.hash);
    return { person, ...(await this.signIn(person)) };
  }

  signIn({ email }: TestPerson): Promise<Omit<BySignIn, 'person'>> {
    return this.tokensBy('login', { email, password: PASSWORD });
  }

  refresh(refreshToken: string): Promise<Omit<BySignIn, 'person'>> {
    return this.tokensBy('refresh', { refreshToken });
  }

  confirm(api: Api, password = PASSWORD): Promise<Answer> {
    return api.post('/auth/confirm', { password });
  }

  /** A device token of a coach, or of somebody else. */
  makeToken(api: Api, { id: userId } = this.ana): Promise<Answer> {
    return api.post('/auth/device-tokens', { userId, label: 'A phone' });
  }

  private async tokensBy(way: string, body: object): Promise<Omit<BySignIn, 'person'>> {
    const answer = await this.studio.api.post(`/auth/${way}`, body);
    const { accessToken, refreshToken } = answer.body as Record<string, string>;
    if (!accessToken || !refreshToken) throw new Error(answer.text);
    return { api: this.studio.api.withToken(accessToken), refreshToken };
  }
}
