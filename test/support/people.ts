import { Passwords } from '../../src/auth/passwords.service.js';
import type { Role } from '../../src/common/actor.js';
import { ChangedAccounts } from '../../src/auth/changed-accounts.service.js';
import type { Answer, Api, TestPerson } from './api.js';
import { openStudio, type Studio } from './studio.js';

/** Of everybody who signs in here. */
export const PASSWORD = 'correct horse battery';

/** Somebody who signed in by password. */
export interface SignedInPerson {
  readonly person: TestPerson;
  readonly api: Api;
  readonly refreshToken: string;
}

/** People who sign in by password, and an admin who looks after them. */
export class PeopleStage {
  private constructor(
    readonly studio: Studio,
    private readonly hash: string,
    readonly admin: SignedInPerson,
  ) {}

  /** Today, because the library that checks tokens asks the real clock. */
  static async open(env: Record<string, string> = {}): Promise<PeopleStage> {
    const now = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    const studio = await openStudio({ now, env: { TRUSTED_PROXIES: '127.0.0.1', ...env } });
    const hash = await studio.app.get(Passwords).hash(PASSWORD);
    const person = await studio.given.person('admin', 'Ada Boss', hash);
    return new PeopleStage(studio, hash, { person, ...(await tokensOf(studio, person)) });
  }

  async signedIn(role: Role, name = 'Ana Silva'): Promise<SignedInPerson> {
    const person = await this.studio.given.person(role, name, this.hash);
    return { person, ...(await tokensOf(this.studio, person)) };
  }

  signIn({ email }: { email: string }, password = PASSWORD): Promise<Answer> {
    return signInBy(this.studio, email, password);
  }

  change({ id }: { id: number }, body: object, by = this.admin.api): Promise<Answer> {
    return by.patch(`/people/${id}`, body);
  }

  invite(body: object, by = this.admin.api): Promise<Answer> {
    return by.post('/people', { firstName: 'Eve', lastName: 'New', role: 'coach', ...body });
  }

  /** What each process does every three seconds. */
  async look(): Promise<void> {
    await this.studio.app.get(ChangedAccounts).readNow();
  }
}

/** The token of a link in an answer. */
export function tokenOf({ body }: Answer): string {
  return String(body.link).split('#')[1] ?? '';
}

async function tokensOf(studio: Studio, { email }: TestPerson) {
  const { body, text } = await signInBy(studio, email, PASSWORD);
  const { accessToken, refreshToken } = body as Record<string, string>;
  if (!accessToken || !refreshToken) throw new Error(text);
  return { api: studio.api.withToken(accessToken), refreshToken };
}

let comers = 0;

/** Each from an address of its own: only so many sign-ins a minute are possible from one. */
function signInBy({ api }: Studio, email: string, password: string): Promise<Answer> {
  comers += 1;
  const headers = { 'X-Forwarded-For': `10.9.${comers >> 8}.${comers & 255}` };
  return api.post('/auth/login', { email, password }, { headers });
}
