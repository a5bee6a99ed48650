import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workJobs } from '../support/jobs.js';
import { MailServer } from '../support/mail-server.js';
import { emailTokenInMail } from '../support/mailed.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson, openStudioNow } from './app-window.js';
import { connectToBrowser } from './browser.js';
import { closeAfterEach, onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('another e-mail address of one’s own', () => {
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

  it('is asked for on the account page, and had by the link of a mail', async () => {
    const kim = await givenPerson(studio, 'member', 'Kim Moves');
    const [old, next] = ['kim.old@people.test', 'kim.new@people.test'];
    await studio.sql('UPDATE `user` SET email = ? WHERE id = ?', [old, kim.id]);
    const moving = { ...kim, email: old };
    app = await AppWindow.signInAs(browser, studio, moving);
    await app.goTo('/account');
    await app.page.getByRole('button', { name: 'Change e-mail address' }).click();
    const field = app.sheet.getByLabel('New e-mail address');
    const send = app.sheet.getByRole('button', { name: 'Send the link' });
    await send.click();
    await app.sheet.getByText('Please fill this in.').waitFor();
    await field.fill(old.toUpperCase());
    await app.sheet.getByText('This is your e-mail address already.').waitFor();
    await expectFit(app);
    await field.fill(next);
    await send.click();
    await app.sheet.getByText(`Unless somebody else has ${next}`).waitFor();
    await app.sheet.getByText('within 24 hours').waitFor();
    await expectFit(app);
    await app.sheet.getByRole('button', { name: 'Done' }).click();

    await workJobs(studio);
    const [mail] = server.received.splice(0);
    expect(mail?.to).toEqual([next]);
    const page = `/confirm#${emailTokenInMail(mail)}`;
    await app.goTo(page);
    const use = app.page.getByRole('button', { name: 'Use this e-mail address' });
    await use.waitFor();
    await expectFit(app);
    await use.click();
    await app.page.getByText(`You sign in as ${next} now.`).waitFor();
    await expectFit(app);
    await app.page.getByRole('link', { name: 'Continue' }).click();
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByText(next, { exact: true }).waitFor();
    await workJobs(studio);
    expect(server.received.splice(0)).toMatchObject([{ to: [old] }]);

    await app.goTo(page);
    await use.click();
    await app.page.getByText('This link is not valid any more').waitFor();
    await expectFit(app);
    await app.page.getByRole('link', { name: 'Continue' }).click();
    await app.page.getByRole('navigation').waitFor();
  });
});

describe('without mail', () => {
  let browser: Browser;
  let studio: Studio;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio } = stage),
    () => app,
  );

  it('another e-mail address is the studio’s to enter', async () => {
    app = await AppWindow.openAs(browser, studio, await givenPerson(studio, 'coach', 'Lea Grau'));
    await app.goTo('/account');
    await app.page.getByRole('button', { name: 'Change e-mail address' }).click();
    await app.sheet.getByText('Ask the studio to enter your new e-mail address.').waitFor();
    expect(await app.sheet.getByLabel('New e-mail address').count()).toBe(0);
    await expectFit(app);
  });
});
