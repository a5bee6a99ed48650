import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AddedRefusals } from '../../src/audit/added-refusals.service.js';
import type { Api } from '../support/api.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { readMetrics } from '../support/metrics.js';
import { routesOf } from '../support/routes.js';
import { Holder } from '../support/second-factors.js';
import { openStudio, type Studio } from '../support/studio.js';

const env = { SECOND_FACTOR: 'required', TRUSTED_PROXIES: '127.0.0.1' };
const PATH = '/auth/second-factor';

/** What answers to a sign-in without the second factor that is demanded. */
const ON_THE_WAY_IN = [
  'GET /api/v1/auth/me',
  'POST /api/v1/auth/confirm',
  'GET /api/v1/auth/sign-ins',
  'DELETE /api/v1/auth/sign-ins',
  'DELETE /api/v1/auth/sign-ins/:signInId',
  'GET /api/v1/auth/second-factor',
  'POST /api/v1/auth/second-factor',
  'POST /api/v1/auth/second-factor/confirm',
];

describe('where the second factor is demanded', () => {
  let studio: Studio;

  beforeEach(async () => {
    studio = await openStudio({ env });
  });
  afterEach(() => studio.close());

  /** A request of each route that is not public, with some id for each that it names. */
  const requests = () =>
    routesOf(studio.app)
      .filter(({ access }) => access !== 'public')
      .map(({ method, path, access }) => ({
        ...{ route: `${method} ${path}`, method, access },
        path: path
          .replace(':signInId', '00000000-0000-4000-8000-000000000000')
          .replace(/:\w+/g, '1')
          // As the old app calls it.
          .replace(/\.php\/(.+)$/, '.php?action=$1'),
      }));

  async function reached(api: Api, role: 'admin' | 'staff'): Promise<string[]> {
    const open: string[] = [];
    // One ends one's own sign-ins: that comes last.
    const isLast = ({ method }: { method: string }) => Number(method === 'DELETE');
    const inOrder = requests().toSorted((one, other) => isLast(one) - isLast(other));
    for (const { route, method, path, access } of inOrder) {
      if (access === 'public' || !access?.[role]) continue;
      const answer = await api.request(method, path, method === 'GET' ? {} : { body: {} });
      if (path.includes('.php?')) expect(answer.status, route).toBe(403);
      else if (answer.body?.code !== 'second_factor_demanded') open.push(route);
    }
    return open;
  }

  it.each(['admin', 'staff'] as const)('%s reach nothing but the way in without', async (role) => {
    const ana = await Holder.of(studio, role);
    const api = await ana.entered();
    expect((await reached(api, role)).toSorted()).toEqual(ON_THE_WAY_IN.toSorted());
  });

  it('of coaches and members nothing is demanded', async () => {
    for (const role of ['coach', 'member'] as const) {
      const ana = await Holder.of(studio, role);
      const api = await ana.entered();
      const path = role === 'coach' ? '/members' : `/members/${ana.person.id}`;
      expect((await api.get(path)).status).toBe(200);
      if (role === 'coach') expect((await api.get(PATH)).body.isDemanded).toBe(false);
    }
  });

  it('nobody is in by an access token from before, and the refusal is in the log', async () => {
    const before = await openStudio({ databaseUrl: studio.databaseUrl });
    const ana = await Holder.of(before);
    const { body } = await ana.signIn();
    await before.close();
    const api = studio.api.withToken(body.accessToken);
    const member = { firstName: 'Tom', lastName: 'Baker', email: 'tom@example.com' };
    const { answer, rows } = await logged(studio, () => api.post('/members', member));
    expect(answer).toBeProblem('second_factor_demanded');
    expect(rows).toMatchObject([
      { action: 'member.created', outcome: 'refused', actor_id: ana.person.id },
    ]);
    const refreshed = await studio.api.post('/auth/refresh', { refreshToken: body.refreshToken });
    const later = studio.api.withToken(refreshed.body.accessToken);
    expect(await later.get('/members')).toBeProblem('second_factor_demanded');
    // One that names no sign-in, as before there were any.
    expect(await studio.api.as(ana.person).get('/members')).toBeProblem('second_factor_demanded');
  });

  it('reads that are refused so are nobody’s prying: they do not add up', async () => {
    const api = await (await Holder.of(studio)).entered();
    const { rows } = await logged(studio, async () => {
      for (let n = 0; n < 25; n += 1) {
        expect(await api.get('/members')).toBeProblem('second_factor_demanded');
      }
      await studio.app.get(AddedRefusals).settled();
    });
    expect(rows).toEqual([]);
    const counted = [...(await readMetrics(studio.api)).keys()];
    expect(counted.filter((one) => one.includes('second_factor_demanded'))).toEqual([]);
  });

  it('turning it on opens everything, also to the token with which that was done', async () => {
    const ana = await Holder.of(studio);
    const { body } = await ana.signIn();
    const api = studio.api.withToken(body.accessToken);
    expect((await api.get(PATH)).body).toMatchObject({ isOn: false, isDemanded: true });
    await ana.turnOn(api);
    expect((await api.get('/members')).status).toBe(200);
    const refreshed = await studio.api.post('/auth/refresh', { refreshToken: body.refreshToken });
    const later = studio.api.withToken(refreshed.body.accessToken);
    expect((await later.get('/members')).status).toBe(200);
    expect((await (await ana.entered()).get('/members')).status).toBe(200);
  });

  it('a sign-in that goes on when it was turned off counts as one without', async () => {
    const before = await openStudio({ databaseUrl: studio.databaseUrl });
    const ana = await Holder.of(before);
    const { body } = await ana.signIn();
    const api = before.api.withToken(body.accessToken);
    await ana.turnOn(api);
    expect((await api.request('DELETE', PATH)).status).toBe(204);
    await before.close();
    const refreshed = await studio.api.post('/auth/refresh', { refreshToken: body.refreshToken });
    const later = studio.api.withToken(refreshed.body.accessToken);
    expect(await later.get('/members')).toBeProblem('second_factor_demanded');
  });

  it('nobody turns off their own, and others only who has given a code', async () => {
    const [ana, bob] = [await Holder.withFactor(studio), await Holder.withFactor(studio, 'staff')];
    const api = await ana.entered();
    expect(await api.request('DELETE', PATH)).toBeProblem('second_factor_demanded');
    const query = `?userId=${bob.person.id}`;
    const eve = await (await Holder.of(studio)).entered();
    for (const path of [PATH, '/auth/sign-ins']) {
      const refused = await eve.request('DELETE', `${path}${query}`);
      expect(refused).toBeProblem('second_factor_demanded');
    }
    expect(await eve.get(`/auth/sign-ins${query}`)).toBeProblem('second_factor_demanded');
    const own = await eve.get('/auth/sign-ins');
    expect(own.status).toBe(200);
    expect((await api.request('DELETE', `${PATH}${query}`)).status).toBe(204);
    // A coach has nothing demanded of, and turns off their own.
    const cleo = await Holder.withFactor(studio, 'coach');
    expect((await (await cleo.entered()).request('DELETE', PATH)).status).toBe(204);
  });

  it('live updates and their tickets are not for sign-ins without it', async () => {
    const ana = await Holder.of(studio);
    const api = await ana.entered();
    expect(await api.get('/events')).toBeProblem('second_factor_demanded');
    expect(await api.post('/events/tickets')).toBeProblem('second_factor_demanded');
    // A ticket of a process that demands nothing yet opens nothing here.
    const beside = await openStudio({ databaseUrl: studio.databaseUrl });
    const asAna = beside.api.withToken((await ana.signIn()).body.accessToken);
    const ticketOf = async (of: Api) =>
      (await of.post('/events/tickets')).body as { ticket: string };
    const { ticket } = await ticketOf(asAna);
    await beside.close();
    const refused = await studio.api.get(`/events?ticket=${ticket}`);
    expect(refused).toBeProblem('second_factor_demanded');

    await ana.turnOn(api);
    expect((await api.get('/events')).status).toBe(200);
    const url = `/events?ticket=${(await ticketOf(api)).ticket}`;
    expect((await studio.api.get(url)).status).toBe(200);
  });

  it('device tokens go on: an admin has made them who had given a code', async () => {
    const ana = await Holder.withFactor(studio);
    const bob = await Holder.of(studio, 'staff');
    const api = await ana.entered();
    const made = await api.post('/auth/device-tokens', { userId: bob.person.id, label: 'Desk' });
    const device = studio.api.withToken(made.body.token);
    expect((await device.get('/members')).status).toBe(200);
  });
});
