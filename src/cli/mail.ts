import { JobFailure } from '../jobs/job-rules.js';
import { Post } from '../mail/post.service.js';
import { isNobodys } from '../common/recipient-rules.js';
import type { Terminal } from './terminal.js';

const NOT_SET_UP =
  'No mail is set up: MAIL_URL names the server, MAIL_FROM the sender, PUBLIC_URL where people\n' +
  'reach the product (.env.example).\n';
const NOBODYS =
  'This address is nobody’s (.invalid, .example, example.com): nothing is sent there.\n';

/** Sends a mail and says what the server answers; false where it does not take it. */
export async function testMail(address: string, terminal: Terminal): Promise<boolean> {
  const config = terminal.configure();
  const { mail } = config;
  if (!mail || isNobodys(address)) {
    terminal.write(mail ? NOBODYS : NOT_SET_UP);
    return false;
  }
  const post = new Post(config);
  const server = `${mail.host}:${mail.port}`;
  try {
    const answer = await post.sendTest(address);
    terminal.write(`Delivered to ${server}, which says: ${answer}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof JobFailure)) throw error;
    terminal.write(`Not delivered by ${server}: ${error.message}\n`);
    return false;
  } finally {
    post.onApplicationShutdown();
  }
}
