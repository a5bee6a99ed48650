import { expect } from 'vitest';
import type { Role } from '../../src/common/actor.js';
import type { Answer } from './api.js';
import { emailTokenInMail, MailedStage } from './mailed.js';
import type { SignedInPerson } from './people.js';

/** Somebody with a mailbox, who has just signed in, and the e-mail address that they want. */
export type Mover = SignedInPerson & Readonly<Record<'email' | 'next', string>> & { id: number };

/** People who choose another e-mail address for themselves. */
export class OwnEmailStage {
  /** Of all links that were sent. */
  readonly tokens: string[] = [];
  private comers = 0;

  private constructor(readonly mailed: MailedStage) {}

  static async open(env: Record<string, string> = {}): Promise<OwnEmailStage> {
    return new OwnEmailStage(await MailedStage.open(env));
  }

  async person(role: Role = 'coach'): Promise<Mover> {
    const { people, studio } = this.mailed;
    const one = await people.signedIn(role, 'Ana Silva');
    const { id } = one.person;
    const email = `old${id}@people.test`;
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [email, id]);
    return { ...one, id, email, next: `new${id}@people.test` };
  }

  async ask({ api }: Mover, email: string): Promise<Answer> {
    return api.post('/auth/email', { email });
  }

  /** Each from a network of its own: only so many links a minute are opened from one. */
  async confirm(token: string, headers: Record<string, string> = {}): Promise<Answer> {
    this.comers += 1;
    const from = { headers: { 'X-Forwarded-For': `10.6.0.${this.comers}`, ...headers } };
    return this.mailed.studio.api.post('/auth/email/confirm', { token }, from);
  }

  /** The token of the link that somebody asks for. */
  async tokenFor(one: Mover, email = one.next): Promise<string> {
    expect((await this.ask(one, email)).status).toBe(202);
    // Others are told of what they had before.
    const [mail, ...others] = (await this.mailed.mails()).filter(({ to }) => to.includes(email));
    expect(others).toEqual([]);
    const token = emailTokenInMail(mail);
    this.tokens.push(token);
    return token;
  }

  async emailOf({ id }: Mover): Promise<unknown> {
    const { sql } = this.mailed.studio;
    const [row] = await sql('SELECT email FROM `user` WHERE id = ?', [id]);
    return row?.email;
  }

  /** Leaves nothing that waits, or has come, to the next test. */
  async clear(): Promise<void> {
    const { server, studio } = this.mailed;
    server.refuseMail = () => undefined;
    server.received.splice(0);
    await studio.sql("DELETE FROM coach_job WHERE kind = 'mail'");
  }
}
