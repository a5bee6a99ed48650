import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenItem } from '../support/catalogue.js';
import { workJobs } from '../support/jobs.js';
import { MailServer } from '../support/mail-server.js';
import { tokenInMail } from '../support/mailed.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { closeAfterEach } from './device-stage.js';
import { expectFit } from './fit.js';

const CHOSEN = 'nine blue kettles';

describe('with mail', () => {
  let browser: Browser;
  let server: MailServer;
  let studio: Studio;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    server = await MailServer.open();
    studio = await openStudioNow({ env: server.env });
  });
  closeAfterEach(() => app);
  afterAll(async () => {
    await browser.close();
    await studio.close();
    await server.close();
  });

  /** Follows the link of the one mail that has come. */
  async function followMail(): Promise<string> {
    await workJobs(studio);
    const [mail, ...others] = server.received.splice(0);
    expect(others).toEqual([]);
    await app.goTo(`/welcome#${tokenInMail(mail)}`);
    return mail?.to.join() ?? '';
  }
  async function setPassword(): Promise<void> {
    await app.page.locator('input[name=password]').fill(CHOSEN);
    await app.page.getByRole('button', { name: 'Save and sign in' }).click();
    await app.page.getByRole('navigation').waitFor();
  }

  it('a forgotten password is replaced from the sign-in page, by the link of a mail', async () => {
    const kim = await givenPerson(studio, 'coach', 'Kim Forgets');
    const email = 'kim@people.test';
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [email, kim.id]);
    app = await AppWindow.open(browser, studio);
    await app.page.getByRole('link', { name: 'Forgot your password?' }).click();
    const send = app.page.getByRole('button', { name: 'Send the link' });
    await send.click();
    await app.page.getByText('Please fill this in.').waitFor();
    await expectFit(app);
    await app.page.getByLabel('E-mail address').fill(email);
    await send.click();
    await app.page.getByText(`If somebody signs in here as ${email}`).waitFor();
    await app.page.getByText('within 60 minutes').waitFor();
    await expectFit(app);
    expect(await followMail()).toBe(email);
    await setPassword();

    // What is said of an address that nobody has is the same, and nothing is sent there.
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('button', { name: 'Sign out' }).first().click();
    await app.page.getByRole('link', { name: 'Forgot your password?' }).click();
    await app.page.getByLabel('E-mail address').fill('nobody@people.test');
    await send.click();
    await app.page.getByText('If somebody signs in here as nobody@people.test').waitFor();
    await workJobs(studio);
    expect(server.received).toEqual([]);
    await app.page.getByRole('link', { name: 'To the sign-in' }).click();
    await app.signIn({ email }, CHOSEN);
  });

  it('whoever is invited signs in by the link of a mail, which nobody else is shown', async () => {
    app = await AppWindow.openAs(browser, studio, await givenPerson(studio, 'admin', 'Ina Admin'));
    await app.goTo('/people');
    await app.page.getByRole('button', { name: 'Invite' }).click();
    await app.sheet.getByLabel('First name').fill('Nora');
    await app.sheet.getByLabel('E-mail address').fill('nora@people.test');
    await app.sheet.getByRole('button', { name: 'Invite', exact: true }).click();
    await app.sheet.getByText('An e-mail to nora@people.test has a link').waitFor();
    expect(await app.sheet.getByLabel('Link').count()).toBe(0);
    await expectFit(app);
    await app.sheet.getByRole('button', { name: 'Done' }).click();
    expect(await followMail()).toBe('nora@people.test');
    await app.page.getByText('Hello Nora.').waitFor();
    await setPassword();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByText('nora@people.test').waitFor();
  });

  it('admins see whether mail arrives, try it out, and see to whom it comes back', async () => {
    const admin = await givenPerson(studio, 'admin', 'Mia Mails');
    const tom = await studio.given.member({ name: 'Tom Typo' });
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', ['tom@people.test', tom.id]);
    server.refuseRecipient = (address) =>
      address.startsWith('tom@') ? '550 5.1.1 no such user' : undefined;
    app = await AppWindow.openAs(browser, studio, admin);
    await app.goTo(`/people/${tom.id}`);
    await app.page.getByRole('button', { name: /^Make a link/ }).click();
    await app.sheet.getByRole('button', { name: 'Make the link' }).click();
    await app.sheet.getByText('An e-mail to tom@people.test').waitFor();
    await workJobs(studio);
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', ['mia@people.test', admin.id]);
    await app.goTo('/settings');
    await app.page.getByText('The last trouble: bounced: 550 5.1.1 no such user.').waitFor();
    await app.page.getByRole('link', { name: 'One mail is given up' }).waitFor();
    await app.page.getByRole('button', { name: 'Send me a mail' }).click();
    await app.page.getByText('Sent to mia@people.test. The server says: 250 taken').waitFor();
    expect(server.received.splice(0)).toMatchObject([{ to: ['mia@people.test'] }]);
    await expectFit(app);
    server.refuseRecipient = () => '550 5.7.1 go away';
    await app.page.getByRole('button', { name: 'Send me a mail' }).click();
    await app.page.getByText('Not delivered. bounced: 550 5.7.1 go away').waitFor();
    await expectFit(app);
    server.refuseRecipient = () => undefined;

    await app.goTo(`/people/${tom.id}`);
    await app.page.getByText(/^E-mail came back/).waitFor();
    await expectFit(app);
    await app.goTo(`/members/${tom.id}`);
    await app.page.getByText(/^E-mail came back/).waitFor();
    await expectFit(app);
  });

  it('a receipt goes to the member by one tap', async () => {
    const admin = await givenPerson(studio, 'admin', 'Rita Receipts');
    const [ana, api] = [await studio.given.coach('Ana Silva'), studio.api.as(admin)];
    const tom = await studio.given.member({ name: 'Tom Paid', coach: ana, remaining: 0 });
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', ['paid@people.test', tom.id]);
    const { id: catalogueItemId } = await givenItem(studio);
    const sale = { coachId: ana.id, catalogueItemId, payment: { method: 'cash' } };
    await api.post(`/members/${tom.id}/packages`, sale);
    const [payment] = (await api.get(`/members/${tom.id}/payments`)).body.data;
    app = await AppWindow.openAs(browser, studio, admin);
    await app.goTo(`/members/${tom.id}/payments/${payment.id}`);
    await app.page.getByRole('button', { name: 'Send by e-mail' }).click();
    await app.page.getByText('On its way to paid@people.test').waitFor();
    await expectFit(app);
    await workJobs(studio);
    const [mail] = server.received.splice(0);
    expect(mail?.mail.text).toContain(`Receipt: ${payment.number}`);
  });
});

describe('without mail', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  beforeAll(async () => {
    browser = await connectToBrowser();
    studio = await openStudioNow();
  });
  closeAfterEach(() => app);
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });

  it('no link is offered, and the page that somebody has kept says whom to ask', async () => {
    app = await AppWindow.open(browser, studio);
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await app.page.getByRole('link', { name: 'Forgot' }).count()).toBe(0);
    await app.goTo('/forgotten');
    const toSignIn = app.page.getByRole('link', { name: 'To the sign-in' });
    expect(Math.abs(await offCentre(toSignIn))).toBeLessThan(1.5);
    await app.page.getByLabel('E-mail address').fill('kim@people.test');
    await app.page.getByRole('button', { name: 'Send the link' }).click();
    await app.page.getByText('No mail is set up here. Ask the studio for a link.').waitFor();
  });
});

/** How much lower than its middle the words of a button or link stand, in pixels. */
async function offCentre(one: Locator): Promise<number> {
  const middle = async (place: Locator) => {
    const box = await place.boundingBox();
    return box === null ? Number.NaN : box.y + box.height / 2;
  };
  return (await middle(one.locator('span span'))) - (await middle(one));
}
