import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer } from './api.js';
import { openStudio, type Studio, type StudioOptions } from './studio.js';

const PASSWORD = 'correct horse battery';

/** People who sign in to a studio, and those who guess, from addresses that a proxy tells. */
export class Guessing {
  private constructor(
    readonly studio: Studio,
    private readonly passwordHash: string,
  ) {}

  static async open(options: StudioOptions = {}): Promise<Guessing> {
    const env = { TRUSTED_PROXIES: '127.0.0.1', ...options.env };
    const studio = await openStudio({ ...options, env });
    return new Guessing(studio, await studio.app.get(Passwords).hash(PASSWORD));
  }

  /** The e-mail address of a coach with a password. */
  async account(): Promise<string> {
    return (await this.studio.given.person('coach', 'Ana Silva', this.passwordHash)).email;
  }

  /** With the right password. */
  async enter(email: string, from = '203.0.113.1'): Promise<Answer> {
    return this.ask(email, PASSWORD, from);
  }

  /** With a wrong one. */
  async guess(email: string, from = '203.0.113.1'): Promise<Answer> {
    return this.ask(email, 'a guess', from);
  }

  /** The statuses of guesses, one after another. */
  async guesses(count: number, email: string, from?: (n: number) => string): Promise<number[]> {
    const statuses: number[] = [];
    for (let n = 0; n < count; n += 1) {
      statuses.push((await this.guess(email, from?.(n))).status);
    }
    return statuses;
  }

  /** How many passwords are looked at for a request. */
  async hashesOf(request: () => Promise<unknown>): Promise<number> {
    const passwords = this.studio.app.get(Passwords);
    const verify = passwords.verify.bind(passwords);
    let looked = 0;
    passwords.verify = async (password, stored) => {
      looked += 1;
      return verify(password, stored);
    };
    await request().finally(() => {
      passwords.verify = verify;
    });
    return looked;
  }

  /** Everything that is kept of tries to sign in: of networks, and of all others. */
  async kept(): Promise<{ networks: object[]; elsewhere: object[] }> {
    const { sql } = this.studio;
    const of = 'SELECT * FROM coach_sign_in_place WHERE place';
    return {
      networks: await sql(`${of} <> '' ORDER BY account, place`),
      elsewhere: await sql(`${of} = '' ORDER BY account`),
    };
  }

  private ask(email: string, password: string, from: string): Promise<Answer> {
    const headers = { 'X-Forwarded-For': from };
    return this.studio.api.post('/auth/login', { email, password }, { headers });
  }
}

/** So many refusals of guesses, and then pauses. */
export const guessed = (wrong: number, refused: number): number[] => [
  ...new Array<number>(wrong).fill(401),
  ...new Array<number>(refused).fill(429),
];
