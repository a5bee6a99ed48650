import { workJobs } from './jobs.js';
import { MailServer, type Received } from './mail-server.js';
import { PeopleStage } from './people.js';

/** People, and the server by which the product sends them mail. */
export class MailedStage {
  private constructor(
    readonly people: PeopleStage,
    readonly server: MailServer,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<MailedStage> {
    const server = await MailServer.open();
    return new MailedStage(await PeopleStage.open({ ...server.env, ...env }), server);
  }

  get studio() {
    return this.people.studio;
  }

  /** What has come since the last time, once all that is due was tried. */
  async mails(): Promise<Received[]> {
    await workJobs(this.studio);
    return this.server.received.splice(0);
  }

  async forget(email: string, ip = '203.0.113.1', headers: Record<string, string> = {}) {
    const from = { headers: { 'X-Forwarded-For': ip, ...headers } };
    return this.studio.api.post('/auth/password/forgot', { email }, from);
  }

  async redeem(token: string, password: string) {
    return this.studio.api.post('/auth/links/redeem', { token, password });
  }

  async close(): Promise<void> {
    await this.studio.close();
    await this.server.close();
  }
}

/** The token of the link in a mail, which its text and its HTML have. */
export function tokenInMail(received: Received | undefined): string {
  return tokenBehind('welcome', /[\w-]{43}/, received);
}

/** The same of a mail to an e-mail address that somebody wants to have. */
export function emailTokenInMail(received: Received | undefined): string {
  return tokenBehind('confirm', /[\w-]{43}\.[\w-]+/, received);
}

function tokenBehind(page: string, token: RegExp, received: Received | undefined): string {
  const link = new RegExp(`https://studio\\.test/app/${page}#(${token.source})(?=[\\s"])`);
  const { text = '', html } = received?.mail ?? {};
  const [inText, inHtml] = [text, String(html)].map((one) => link.exec(one)?.[1]);
  if (inText === undefined || inText !== inHtml) throw new Error(`no link: ${text}`);
  return inText;
}
