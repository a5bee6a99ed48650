import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('the thresholds of a studio', () => {
  let studio: Studio;
  let ana: TestPerson;
  let admin: Api;

  beforeAll(async () => {
    studio = await openStudio();
    const { given } = studio;
    [ana, admin] = [await given.coach(), studio.api.as(await given.admin())];
    await given.member({ name: 'One A', coach: ana, remaining: 1, expiresInDays: 2 });
    await given.member({ name: 'Three B', coach: ana, remaining: 3, expiresInDays: 15 });
    await given.member({ name: 'Twelve C', coach: ana, remaining: 12, expiresInDays: 40 });
  });
  afterAll(() => studio.close());

  interface Row {
    readonly firstName: string;
    readonly attention: string[];
  }
  const rows = async (query = '', api = admin) =>
    (await api.get(`/members?${query}`)).body.data as Row[];
  const names = async (query: string, api = admin) =>
    (await rows(query, api)).map(({ firstName }) => firstName);

  it.each([
    [{ lowBalance: 3, expiringWithinDays: 14 }, 'One,Three', 'One'],
    [{ lowBalance: 0, expiringWithinDays: 1 }, '', ''],
    [{ lowBalance: 1, expiringWithinDays: 15 }, 'One', 'One,Three'],
    [{ lowBalance: 12, expiringWithinDays: 40 }, 'One,Three,Twelve', 'One,Three,Twelve'],
    [{ lowBalance: 20, expiringWithinDays: 90 }, 'One,Three,Twelve', 'One,Three,Twelve'],
  ])('%j are those of lists, rows, figures and clients', async (thresholds, low, expiring) => {
    await set(studio, thresholds);
    expect((await studio.api.get('/studio')).body.rules).toMatchObject(thresholds);
    for (const api of [admin, studio.api.as(ana)]) {
      for (const [kind, found] of [
        ['low', low],
        ['expiring', expiring],
      ] as const) {
        expect((await names(`attention=${kind}`, api)).join(), kind).toBe(found);
        const having = (await rows('', api)).filter(({ attention }) => attention.includes(kind));
        expect(having.map(({ firstName }) => firstName).join(), kind).toBe(found);
        const { members } = (await api.get('/overview')).body;
        expect(members[kind], kind).toBe(found === '' ? 0 : found.split(',').length);
      }
      expect((await names('balance=low', api)).join()).toBe(low);
    }
  });

  it('are those of the order, too', async () => {
    await set(studio, { lowBalance: 0, expiringWithinDays: 15 });
    expect(await names('order=attention')).toEqual(['One', 'Three', 'Twelve']);
    await set(studio, { lowBalance: 20, expiringWithinDays: 1 });
    expect(await names('order=attention')).toEqual(['One', 'Three', 'Twelve']);
    const eve = await studio.given.member({ name: 'Eve Early', coach: ana, remaining: 20 });
    expect(await names('order=attention')).toContain('Eve');
    await set(studio, { lowBalance: 12 });
    expect((await names('order=attention')).at(-1)).toBe('Eve');
    await studio.sql('DELETE FROM coach_member_list WHERE member_id = ?', [eve.id]);
  });

  it('change answers that were unchanged until then', async () => {
    await set(studio, { lowBalance: 3, expiringWithinDays: 14 });
    const { body: page } = await admin.get('/members?search=three');
    const [{ id }] = page.data as [{ id: number }];
    const urls = ['/studio', '/overview', '/members?order=attention', `/members/${id}`];
    const asked = async (url: string, tag = '') => {
      const answer = await admin.get(url, { headers: tag ? { 'If-None-Match': tag } : {} });
      return { status: answer.status, tag: answer.headers.get('etag') ?? '' };
    };
    for (const values of [{ lowBalance: 2 }, { expiringWithinDays: 20 }]) {
      const tags = await Promise.all(urls.map((url) => asked(url)));
      for (const [n, url] of urls.entries()) {
        expect((await asked(url, tags[n]?.tag)).status, url).toBe(304);
      }
      await set(studio, values);
      for (const [n, url] of urls.entries()) {
        expect((await asked(url, tags[n]?.tag)).status, url).toBe(200);
      }
    }
  });

  it('have the figures tell all whom the studio finds low', async () => {
    for (const [lowBalance, numbers] of [
      [3, 10],
      [9, 10],
      [12, 13],
    ] as const) {
      await set(studio, { lowBalance });
      const { body } = await admin.get('/overview');
      expect(body.lowBalance).toBe(lowBalance);
      const { members, balances } = body as {
        members: { low: number };
        balances: { remaining: number; members: number }[];
      };
      expect(balances).toHaveLength(numbers);
      const low = balances.slice(1, lowBalance + 1).reduce((sum, one) => sum + one.members, 0);
      expect(low).toBe(members.low);
    }
  });
});
