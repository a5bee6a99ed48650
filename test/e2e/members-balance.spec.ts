import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('members by what they have left', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  let admin: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    const { given, api, clock } = studio;
    [ana, ben, admin] = [await given.coach(), await given.coach(), await given.admin()];
    for (const [name, remaining] of Object.entries({ Nil: 0, One: 1, Three: 3, Four: 4 })) {
      await given.member({ name: `Tom ${name}`, coach: ana, remaining });
    }
    const both = await given.member({ name: 'Two Packages', coach: ana, remaining: 2 });
    await given.package(both, { coach: ana, remaining: 2 });
    await given.member({ name: 'Soon Expired', coach: ana, remaining: 3, expiresInDays: 1 });
    const partly = await given.member({
      name: 'Partly Expired',
      coach: ana,
      remaining: 9,
      expiresInDays: 1,
    });
    await given.package(partly, { coach: ana, remaining: 2 });
    const free = await given.member({ name: 'Empty Monthly', coach: ana, remaining: 0 });
    await given.package(free, { coach: ana, rateType: 'monthly' });
    await given.member({ name: 'Only Monthly', coach: ana, rateType: 'monthly' });
    const pending = { coach: 'approved', staff: 'pending' };
    await given.member({ name: 'Only Pending', coach: ana, remaining: 2, approvals: pending });
    await given.member({ name: 'No Package' });
    const two = await given.member({ name: 'Two Coaches', coach: ana, remaining: 1 });
    await given.package(two, { coach: ben, remaining: 8 });
    const gone = await given.member({ name: 'Gone Away', coach: ana, remaining: 2 });
    const path = `/members/${gone.id}/packages/${gone.packageId}`;
    await api.as(admin).patch(path, { disconnected: true });
    clock.advance({ days: 2 });
  });
  afterAll(() => studio.close());

  async function lastNames(person: TestPerson, balance: string): Promise<string[]> {
    const { body } = await studio.api.as(person).get(`/members?limit=100&balance=${balance}`);
    return body.data
      .map((row: { firstName: string; lastName: string }) => `${row.firstName} ${row.lastName}`)
      .toSorted();
  }

  it('low is one to three usable sessions, of all packages together', async () => {
    expect(await lastNames(admin, 'low')).toEqual(['Partly Expired', 'Tom One', 'Tom Three']);
  });

  it('low is, for a coach, what is left of the packages with that coach', async () => {
    expect(await lastNames(ana, 'low')).toEqual([
      'Partly Expired',
      'Tom One',
      'Tom Three',
      'Two Coaches',
    ]);
    expect(await lastNames(ben, 'low')).toEqual([]);
  });

  it('empty is to have bought sessions, and to have nothing to train with', async () => {
    expect(await lastNames(admin, 'empty')).toEqual(['Soon Expired', 'Tom Nil']);
    expect(await lastNames(ana, 'empty')).toEqual(['Soon Expired', 'Tom Nil']);
    expect(await lastNames(ben, 'empty')).toEqual([]);
  });

  it('shows the usable packages only, in the order of their use', async () => {
    const { body } = await studio.api.as(admin).get('/members?search=expired');
    const [partly, soon] = body.data;
    expect(partly.packages).toMatchObject([{ remaining: 2, state: 'active' }]);
    expect(soon.packages).toEqual([]);

    const tom = await studio.given.member({ name: 'Order Ly', coach: ana, remaining: 3 });
    await studio.given.package(tom, { coach: ana, remaining: 4, expiresInDays: 30 });
    await studio.given.package(tom, { coach: ana, remaining: 5, expiresInDays: 3 });
    const [row] = (await studio.api.as(admin).get('/members?search=order')).body.data;
    expect(row.packages.map((one: { remaining: number }) => one.remaining)).toEqual([5, 4, 3]);
  });

  it('goes with a search, and with pages', async () => {
    const api = studio.api.as(admin);
    const found = await api.get('/members?balance=low&search=tom&limit=1');
    expect(found.body.data).toMatchObject([{ lastName: 'One' }]);
    const next = await api.get(`/members?balance=low&search=tom&cursor=${found.body.nextCursor}`);
    expect(next.body).toMatchObject({ data: [{ lastName: 'Three' }], nextCursor: null });
  });
});
