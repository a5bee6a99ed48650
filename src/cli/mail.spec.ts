import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli } from '../../test/support/cli.js';
import { MailServer } from '../../test/support/mail-server.js';

let server: MailServer;
beforeEach(async () => {
  server = await MailServer.open();
});
afterEach(() => server.close());

it('mail:test sends one and says what the server answers', async () => {
  const { code, stdout } = await runCli(['mail:test', 'eve@people.test'], server.env);
  expect(stdout).toMatch(/^Delivered to localhost:\d+, which says: 250 .*taken\n$/);
  expect(code).toBe(0);
  expect(server.received).toMatchObject([
    { to: ['eve@people.test'], mail: { subject: 'A test mail of Studio Süd' } },
  ]);
  server.refuseRecipient = () => '550 5.1.1 No such user';
  const refused = await runCli(['mail:test', 'tom@people.test'], server.env);
  expect(refused).toMatchObject({
    code: 1,
    stdout: `Not delivered by localhost:${server.port}: bounced: 550 5.1.1 No such user\n`,
  });
});

it('mail:test sends nothing where none is set up, and to nobody', async () => {
  const none = await runCli(['mail:test', 'eve@people.test'], {});
  expect(none.code).toBe(1);
  expect(none.stdout).toContain('MAIL_URL');
  const nobody = await runCli(['mail:test', 'eve@example.com'], server.env);
  expect(nobody.code).toBe(1);
  expect(nobody.stdout).toContain('nothing is sent there');
  expect(server.tried).toEqual([]);
});
