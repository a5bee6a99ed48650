import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { Studio } from '../support/studio.js';
import { AppWindow, givenPerson } from './app-window.js';
import { onStage } from './device-stage.js';
import { expectFit } from './fit.js';

describe('the people of the studio', () => {
  let browser: Browser;
  let studio: Studio;
  let ana: TestPerson;
  let app: AppWindow;

  onStage(
    (stage) => ({ browser, studio, ana } = stage),
    () => app,
  );

  async function openPeople(name: string): Promise<TestPerson> {
    const admin = await givenPerson(studio, 'admin', name);
    app = await AppWindow.openAs(browser, studio, admin);
    await app.page.getByRole('link', { name: 'Account' }).click();
    await app.page.getByRole('link', { name: /^People/ }).click();
    await app.page.getByRole('heading', { name: 'People' }).waitFor();
    return admin;
  }

  const button = (name: string | RegExp) => app.page.getByRole('button', { name });
  const inSheet = (name: string) => app.sheet.getByRole('button', { name, exact: true });

  it('are invited by a link, by which they set a password', async () => {
    await openPeople('Ina Invites');
    await expectFit(app);
    await button('Invite').click();
    await inSheet('Invite').click();
    expect(await app.sheet.getByText('Please fill this in.').count()).toBe(2);
    await app.sheet.getByLabel('First name').fill('Nora');
    await app.sheet.getByLabel('E-mail address').fill(ana.email);
    await inSheet('Invite').click();
    await app.sheet.getByText('Somebody else has this e-mail address.').waitFor();
    await expectFit(app);

    await app.sheet.getByLabel('E-mail address').fill('nora@example.com');
    await app.sheet.getByLabel('Role').selectOption('Front desk');
    await inSheet('Invite').click();
    const link = app.sheet.getByLabel('Link');
    await link.waitFor();
    await expectFit(app);
    // A touch beside it closes nothing: the link is shown once.
    await app.page.mouse.click(10, 10);
    const url = await link.innerText();
    await inSheet('Done').click();
    const row = app.row('nora@example.com');
    await row.getByText('No password yet').waitFor();
    expect(await row.innerText()).toMatch(/^Nora\n/);
    const secret = String(url.split('#')[1]);
    await expect.poll(async () => (await app.page.content()).includes(secret)).toBe(false);

    const device = await AppWindow.open(browser, studio);
    await device.page.goto(url);
    await device.page.locator('input[name=password]').fill('nine blue kettles');
    await device.page.getByRole('button', { name: 'Save and sign in' }).click();
    await device.page.getByRole('button', { name: 'New member' }).first().waitFor();
    await device.close();
  });

  it('are members without an e-mail address, who get no link', async () => {
    await openPeople('Nele None');
    await button('Invite').click();
    await app.sheet.getByLabel('First name').fill('Pia');
    await inSheet('Invite').click();
    await app.sheet.getByText('Please fill this in.').waitFor();
    await app.sheet.getByLabel('Role').selectOption('Member');
    await inSheet('Invite').click();
    await app.sheet.getByText(/^Pia is a member now/).waitFor();
    expect(await app.sheet.getByLabel('Link').count()).toBe(0);
    await expectFit(app);
    await inSheet('Done').click();
    await app.page.getByLabel('Search name, e-mail or phone').fill('Pia');
    await app.row('Pia').click();
    await app.page.getByText('No e-mail address, so no signing in').waitFor();
    expect(await button(/^Make a link/).count()).toBe(0);
    await expectFit(app);
  });

  it('are changed, and what was not edited stays', async () => {
    await openPeople('Carla Changes');
    const eva = await givenPerson(studio, 'staff', 'Eva Renamed');
    await app.page.getByLabel('Search name, e-mail or phone').fill('Renamed');
    await app.row('Eva Renamed').click();
    await button(/^Change/).click();
    await app.sheet.getByLabel('Last name').fill('Novak');
    await app.sheet.getByLabel('Role').selectOption('Coach');
    await app.sheet.getByLabel('Language').selectOption('German');
    await inSheet('Save').click();
    await app.page.getByRole('heading', { name: 'Eva Novak' }).waitFor();
    await app.page.getByText('Coach', { exact: true }).waitFor();
    await expectFit(app);
    const { email } = eva;
    await app.page.getByText(email).waitFor();
    await app.page.goBack();
    // What was searched for is still there; she has that name no more.
    await app.page.getByText('Nobody is found').waitFor();
    await button('Show all').click();
    await app.row('Eva Novak').waitFor();
  });

  it('are coaches beside their role, where an admin says so', async () => {
    const admin = await openPeople('Alma Alone');
    await app.goTo(`/people/${admin.id}`);
    await button(/^Change/).click();
    await app.sheet.getByLabel('Is a coach, too').check();
    await expectFit(app);
    await inSheet('Save').click();
    await app.page.getByText('Admin, coach', { exact: true }).waitFor();
    await expectFit(app);
    const tom = await studio.given.member({ name: 'Tom Trains' });
    await app.goTo(`/members/${tom.id}`);
    await button('Sell package').click();
    await app.sheet.getByLabel('Coach', { exact: true }).selectOption('Alma Alone');

    await app.goTo('/people');
    await button('Invite').click();
    await app.sheet.getByLabel('Role').selectOption('Front desk');
    await app.sheet.getByLabel('Is a coach, too').check();
    // Of whom it says nothing more, it is not asked, and not said either.
    await app.sheet.getByLabel('Role').selectOption('Coach');
    expect(await app.sheet.getByLabel('Is a coach, too').count()).toBe(0);
    await app.sheet.getByLabel('First name').fill('Cora');
    await app.sheet.getByLabel('E-mail address').fill('cora@example.com');
    await inSheet('Invite').click();
    await app.sheet.getByLabel('Link').waitFor();
  });

  it('are switched off, which ends their sign-ins, and on again', async () => {
    await openPeople('Olga Off');
    const ben = await givenPerson(studio, 'staff', 'Ben Leaves');
    const device = await AppWindow.openAs(browser, studio, ben);
    await app.goTo(`/people/${ben.id}`);
    await button(/^Switch off/).click();
    await expectFit(app);
    await inSheet('Switch off').click();
    await app.page.getByText('Ben Leaves is switched off.').waitFor();
    await app.page.getByText('Switched off', { exact: true }).waitFor();
    await expectFit(app);
    await device.page.getByText('Your sign-in has ended. Nothing is lost').waitFor();
    await device.close();

    await app.page.getByRole('link', { name: 'To the people' }).click();
    await app.page.getByLabel('Access').selectOption('Switched off');
    await app.row('Ben Leaves').click();
    await button(/^Switch on/).click();
    await inSheet('Switch on').click();
    await app.page.getByText('Ben Leaves can sign in again.').waitFor();
  });

  it('stay while members train with them, and the page leads to these', async () => {
    await studio.given.member({ name: 'Tom Trains', coach: ana, remaining: 5 });
    await openPeople('Berta Blocked');
    await app.goTo(`/people/${ana.id}`);
    await button(/^Switch off/).click();
    await inSheet('Switch off').click();
    await app.sheet.getByText('Members still train with this coach.').waitFor();
    await app.sheet.getByRole('link', { name: 'Show these members' }).click();
    await app.row('Tom Trains').waitFor();
    expect(await app.page.getByRole('dialog').count()).toBe(0);
  });

  it('get another link, and are signed out everywhere', async () => {
    await openPeople('Lina Links');
    const kim = await givenPerson(studio, 'coach', 'Kim Lost');
    const device = await AppWindow.openAs(browser, studio, kim);
    await app.goTo(`/people/${kim.id}`);
    await button(/^Sign out everywhere/).click();
    await inSheet('Sign out everywhere').click();
    await app.page.getByText('Kim Lost is signed out everywhere.').waitFor();
    await device.page.getByText('Your sign-in has ended. Nothing is lost').waitFor();

    await button(/^Make a link/).click();
    await inSheet('Make the link').click();
    const url = await app.sheet.getByLabel('Link').innerText();
    await device.page.goto(url);
    await device.page.getByText('Hello Kim. You will sign in as').waitFor();
    await device.close();
  });

  it('are for admins alone, who cannot switch themselves off', async () => {
    const { id } = await openPeople('Ada Alone');
    await app.goTo(`/people/${id}`);
    await button(/^Change/).click();
    expect(await app.sheet.getByLabel('Role').isDisabled()).toBe(true);
    expect(await button(/^Switch off/).count()).toBe(0);

    const dora = await givenPerson(studio, 'staff', 'Dora Desk');
    const desk = await AppWindow.openAs(browser, studio, dora);
    await desk.page.getByRole('link', { name: 'Account' }).click();
    await desk.page.getByRole('button', { name: 'Sign out' }).first().waitFor();
    expect(await desk.page.getByRole('link', { name: /^People/ }).count()).toBe(0);
    await desk.goTo('/people');
    await desk.page.getByText('There is nothing here').waitFor();
    await desk.close();
  });
});
