import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeviceTokenOptions, deviceTokensFor } from '../../src/cli/device-tokens.js';
import type { TestPerson } from '../support/api.js';
import { Devices } from '../support/devices.js';
import { logged } from '../support/expectations.js';
import type { Studio } from '../support/studio.js';

const NOBODYS_ID = 2_000_000_001;

describe('device tokens for many people', () => {
  let studio: Studio;
  let devices: Devices;
  let folder: string;
  let members: TestPerson[];
  let files = 0;

  beforeAll(async () => {
    devices = await Devices.open();
    ({ studio } = devices);
    folder = await mkdtemp(join(tmpdir(), 'coach-tokens-'));
    members = [
      await studio.given.member({ name: 'Ana, Größe' }),
      await studio.given.member({ name: '=SUM(A1) "Quote"' }),
      await studio.given.member({ name: 'Solo' }),
    ];
    const noMail = "UPDATE `user` SET email = 'member-9@no-mail.invalid' WHERE fname = 'Solo'";
    await studio.sql(noMail);
  });
  afterAll(async () => {
    await studio.close();
    await rm(folder, { recursive: true, force: true });
  });

  const newFile = () => join(folder, `tokens-${(files += 1)}.csv`);
  const call = (options: Partial<DeviceTokenOptions>) =>
    deviceTokensFor(studio.app, { admin: devices.admin.email, label: 'Old app', ...options });
  const rows = () => studio.sql('SELECT id FROM coach_device_token');

  async function tokensIn(file: string): Promise<string[]> {
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1);
    return lines.map((line) => line.split(',').at(-1) ?? '');
  }

  it('are counted first, and none is made', async () => {
    const said = await call({ role: 'member' });
    expect(said).toMatch(/^To be made: 3 device tokens "Old app", valid for 365 days\.$/m);
    expect(said).toMatch(/--out FILE --yes/);
    expect(await rows()).toEqual([]);
  });

  it('are made once each, stand in a file, and open what their people may', async () => {
    const out = newFile();
    const { answer: said, rows: log } = await logged(studio, () =>
      call({ role: 'member', out, yes: true, days: '30' }),
    );
    expect(said).toMatch(/^Made: 3 device tokens "Old app", valid for 30 days\.$/m);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const [head, ana, formula, solo] = (await readFile(out, 'utf8')).split('\n');
    expect(head).toBe('user_id,name,email,label,token_id,expires_at,token');
    expect(ana).toContain(`${members[0]?.id},"Ana, Größe",${members[0]?.email},Old app,`);
    expect(formula).toContain(`,"'=SUM(A1) ""Quote""",`);

    expect(solo).toMatch(/^\d+,Solo,,Old app,/);
    const tokens = await tokensIn(out);
    expect(new Set(tokens).size).toBe(3);
    const own = await studio.api.withToken(tokens[2] ?? '').get('/auth/me');
    expect(own.body).toMatchObject({ firstName: 'Solo', email: '' });
    for (const [n, token] of tokens.entries()) {
      const { body } = await studio.api.withToken(token).get('/auth/me');
      expect(body).toMatchObject({ id: members[n]?.id, role: 'member' });
    }
    expect(log).toHaveLength(3);
    expect(log[0]).toMatchObject({
      action: 'device_token.created',
      actor_id: devices.admin.id,
      after: { userId: members[0]?.id, label: 'Old app', expiresAt: devices.day(30) },
    });
    for (const token of tokens) expect(JSON.stringify(log)).not.toContain(token);
  });

  it('are not made again for whoever has one', async () => {
    const [before, newcomer] = [await rows(), await studio.given.member()];
    const out = newFile();
    const said = await call({ role: 'member', out, yes: true });
    expect(said).toMatch(/^Made: 1 device token "/);
    expect(said).toMatch(/^3 people have one of that label already/m);
    expect(await rows()).toHaveLength(before.length + 1);
    const [token = ''] = await tokensIn(out);
    expect((await studio.api.withToken(token).get('/auth/me')).body.id).toBe(newcomer.id);
    expect(await call({ role: 'member', out: newFile(), yes: true })).toMatch(/^Nothing to make/);
  });

  it('replace those of the same label where that is said', async () => {
    const tom = await studio.given.member();
    const [first, second] = [newFile(), newFile()];
    const other = await devices.of(tom, { label: 'Another one' });
    await call({ users: String(tom.id), out: first, yes: true });
    const { rows: log } = await logged(studio, () =>
      call({ users: String(tom.id), out: second, yes: true, replace: true }),
    );
    expect(log.map(({ action }) => action)).toEqual([
      'device_token.revoked',
      'device_token.created',
    ]);
    const [old, fresh] = [(await tokensIn(first))[0] ?? '', (await tokensIn(second))[0] ?? ''];
    await devices.expectClosed(studio.api.withToken(old));
    for (const one of [studio.api.withToken(fresh), other.api]) {
      expect((await one.get('/auth/me')).status).toBe(200);
    }
  });

  it('are made in parts, for more people than one transaction should hold', async () => {
    const ids = await Promise.all(
      Array.from({ length: 60 }, async () => (await studio.given.coach()).id),
    );
    const out = newFile();
    await call({ users: ids.join(','), out, yes: true });
    expect(new Set(await tokensIn(out)).size).toBe(60);
  });

  it('never go into a file that is there', async () => {
    const out = newFile();
    await writeFile(out, 'precious');
    const before = await rows();
    await expect(call({ role: 'member', out, yes: true, replace: true })).rejects.toThrow(/exist/);
    const nowhere = { role: 'member', out: join(folder, 'no/x'), yes: true, replace: true };
    await expect(call(nowhere)).rejects.toThrow(/No token was made/);
    expect(await readFile(out, 'utf8')).toBe('precious');
    expect(await rows()).toEqual(before);
  });

  it.each<[string, Partial<DeviceTokenOptions>, RegExp]>([
    ['nobody said for whom', {}, /either --role member, or --users/],
    ['both were said', { role: 'member', users: '1' }, /either --role member, or --users/],
    ['admins', { role: 'admin' }, /member, coach or staff/],
    ['ids that are none', { users: '1,x' }, /--users are ids/],
    ['nobody’s id', { users: String(NOBODYS_ID) }, new RegExp(`${NOBODYS_ID}`)],
    ['no label', { role: 'member', label: '  ' }, /--label/],
    ['a label that turns the text', { role: 'member', label: 'a\u202eb' }, /--label/],
    ['too many days', { role: 'member', days: '731' }, /--days/],
    ['half a day', { role: 'member', days: '0.5' }, /--days/],
    ['an admin who is none', { role: 'member', admin: 'who@example.com' }, /of no admin/],
    ['no file', { role: 'coach', yes: true }, /--out/],
  ])('are refused for %s', async (_, options, why) => {
    const before = await rows();
    const file = why.source === '--out' ? {} : { out: newFile() };
    await expect(call({ yes: true, ...file, ...options })).rejects.toThrow(why);
    expect(await rows()).toEqual(before);
  });

  it('are refused for an admin’s id, and in the name of somebody who is no admin', async () => {
    const { admin } = devices;
    await expect(call({ users: String(admin.id) })).rejects.toThrow(String(admin.id));
    const staff = await studio.given.staff();
    await expect(call({ role: 'member', admin: staff.email })).rejects.toThrow(/of no admin/);
  });

  it('are refused where the secret is not known by which the product would take them', async () => {
    const open = await Devices.open({ JWT_SECRET: '' });
    const options = { admin: open.admin.email, label: 'Old app', role: 'member' };
    await expect(deviceTokensFor(open.studio.app, options)).rejects.toThrow(/JWT_SECRET/);
    await open.studio.close();
  });
});
