import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueItemDto } from '../../src/catalogue/dto/catalogue.dto.js';
import type { Api, Answer, TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import {
  expectInvalid,
  expectNothingDone,
  expectRefusal,
  logged,
} from '../support/expectations.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

const TEN = { name: '10 sessions', sessions: 10, priceMinor: 45_000, currency: 'EUR' };
const NOBODY = 2_000_000_001;

describe('the price list', () => {
  let studio: Studio;
  let admin: Api;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    admin = studio.api.as(await studio.given.admin());
    ana = await studio.given.coach('Ana Silva');
  });
  beforeEach(() => studio.sql('DELETE FROM coach_catalogue_item'));
  afterAll(() => studio.close());

  const list = async (api = admin, query = '') =>
    ((await api.get(`/catalogue${query}`)) as Answer<{ data: CatalogueItemDto[] }>).body.data;
  const names = async (api = admin, query = '') => (await list(api, query)).map((one) => one.name);
  const change = ({ id }: { id: number }, body: object, api = admin) =>
    api.patch(`/catalogue/${id}`, body);

  it('begins empty, and has what an admin adds, in that order', async () => {
    expect(await list()).toEqual([]);
    const { answer, rows } = await logged(studio, () =>
      admin.post('/catalogue', { ...TEN, name: ' 10 sessions ', validDays: 90 }),
    );
    expect(answer.status).toBe(201);
    const item = {
      ...{ id: answer.body.id, name: '10 sessions', rateType: 'package', sessions: 10 },
      ...{ validDays: 90, activation: 'purchase', priceMinor: 45_000, currency: 'EUR' },
      ...{ coachId: null, coachName: null, memberCanBuy: false },
      ...{ position: 1, archivedAt: null, version: 1 },
    };
    expect(answer.body).toEqual(item);
    expect(rows).toMatchObject([
      {
        ...{ action: 'catalogue.created', outcome: 'done', member_id: null, before: null },
        after: { itemId: item.id, name: '10 sessions', priceMinor: 45_000, currency: 'EUR' },
      },
    ]);
    const month = { name: 'A month', rateType: 'monthly', priceMinor: 0, currency: 'JPY' };
    const second = await admin.post('/catalogue', { ...month, coachId: ana.id });
    expect(second.body).toMatchObject({
      ...{ sessions: null, validDays: null, coachId: ana.id, coachName: 'Ana Silva', position: 2 },
    });
    expect(await list()).toEqual([item, second.body]);
  });

  it('is paid in the currency of the studio, and an item keeps its own', async () => {
    const { currency: _, ...unsaid } = TEN;
    await expectInvalid(studio, 'currency', () => admin.post('/catalogue', unsaid));
    await set(studio, { currency: 'CHF' });
    const item = await givenItem(studio, { currency: undefined });
    expect(item.currency).toBe('CHF');
    await set(studio, { currency: 'USD' });
    expect((await list())[0]?.currency).toBe('CHF');
    expect((await change(item, { priceMinor: 1, expectedVersion: 1 })).body.currency).toBe('CHF');
    await set(studio, { currency: null });
  });

  it.each([
    ['priceMinor', -1],
    ['priceMinor', 100_000_000],
    ['priceMinor', 2 ** 53],
    ['priceMinor', 10.005],
    ['priceMinor', '45000'],
    ['priceMinor', null],
    ['priceMinor', undefined],
    ['currency', 'eur'],
    ['currency', 'EURO'],
    ['currency', ''],
    ['currency', null],
    ['name', ''],
    ['name', 'x'.repeat(101)],
    ['name', 'two\nlines'],
    ['sessions', 0],
    ['sessions', 1001],
    ['sessions', null],
    ['sessions', undefined],
    ['validDays', 0],
    ['validDays', 3661],
    ['validDays', 1.5],
    ['activation', 'later'],
    ['rateType', 'hourly'],
    ['coachId', 0],
    ['coachId', '3'],
    ['memberCanBuy', 1],
    ['archivedAt', null],
    ['version', 1],
  ])('has nothing with %s %j', async (field, value) => {
    await expectInvalid(studio, field, () => admin.post('/catalogue', { ...TEN, [field]: value }));
    if (value === undefined) return;
    const item = await givenItem(studio);
    const body = { expectedVersion: 1, [field]: value };
    await expectInvalid(studio, field, () => change(item, body));
  });

  it.each([0, 99_999_999])('has a price of %i', async (priceMinor) => {
    expect((await givenItem(studio, { priceMinor })).priceMinor).toBe(priceMinor);
    expect((await list())[0]?.priceMinor).toBe(priceMinor);
  });

  it('has nothing that begins with its first use and never ends', async () => {
    const body = { ...TEN, activation: 'first_use' };
    await expectInvalid(studio, 'validDays', () => admin.post('/catalogue', body));
    const item = await givenItem(studio, { ...body, validDays: 30 });
    const endless = { validDays: null, expectedVersion: 1 };
    await expectInvalid(studio, 'validDays', () => change(item, endless));
    const counted = { rateType: 'monthly', expectedVersion: 1 };
    await expectInvalid(studio, 'sessions', () => change(item, counted));
  });

  it('changes as far as is said, and the log says what was and what is', async () => {
    const item = await givenItem(studio, { validDays: 90 });
    const body = { name: 'Ten', priceMinor: 48_000, expectedVersion: 1 };
    const { answer, rows } = await logged(studio, () => change(item, body));
    const changed = { ...item, name: 'Ten', priceMinor: 48_000, version: 2 };
    expect([answer.status, answer.body]).toEqual([200, changed]);
    expect(rows).toMatchObject([{ action: 'catalogue.changed', outcome: 'done' }]);
    expect([rows[0]?.before, rows[0]?.after]).toEqual([
      { itemId: item.id, name: '10 sessions', priceMinor: 45_000 },
      { itemId: item.id, name: 'Ten', priceMinor: 48_000 },
    ]);
    expect(await list()).toEqual([changed]);
    await expectNothingDone(studio, () => change(item, { ...body, expectedVersion: 2 }));
  });

  it('is changed by one of several who saw the same', async () => {
    const item = await givenItem(studio);
    const prices = Array.from({ length: 8 }, (_, n) => 100 + n);
    const { answer: answers, rows } = await logged(studio, () =>
      Promise.all(prices.map((priceMinor) => change(item, { priceMinor, expectedVersion: 1 }))),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const lost of answers.filter(({ status }) => status !== 200)) {
      expect(lost).toBeProblem('item_changed');
      expect(lost.body.version).toBe(2);
    }
    expect(await list()).toEqual([won[0]?.body]);
    expect(rows.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
  });

  it('has each item once where a request is repeated', async () => {
    const key = 'item-once';
    const first = await admin.post('/catalogue', TEN, { key });
    const again = await admin.post('/catalogue', TEN, { key });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await list()).toHaveLength(1);
  });

  it('refuses what is not there', async () => {
    await expectRefusal(studio, 'item_not_found', () =>
      change({ id: NOBODY }, { name: 'New', expectedVersion: 1 }),
    );
    for (const coachId of [NOBODY, (await studio.given.staff()).id]) {
      await expectRefusal(studio, 'coach_not_found', () =>
        admin.post('/catalogue', { ...TEN, coachId }),
      );
    }
    const item = await givenItem(studio);
    await expectRefusal(studio, 'coach_not_found', () =>
      change(item, { coachId: NOBODY, expectedVersion: 1 }),
    );
  });

  it('archives items, and offers them again at the end', async () => {
    const [one, two] = [await givenItem(studio, { name: 'A' }), await givenItem(studio)];
    const archived = await logged(studio, () =>
      change(one, { archived: true, expectedVersion: 1 }),
    );
    expect(archived.answer.body).toMatchObject({ id: one.id, version: 2 });
    expect(archived.answer.body.archivedAt).toEqual(expect.any(String));
    expect(archived.rows).toMatchObject([
      {
        ...{ action: 'catalogue.archived', before: { itemId: one.id, name: 'A', archived: false } },
        after: { archived: true },
      },
    ]);
    expect(await list()).toEqual([{ ...two, position: 1 }]);
    expect(await list(admin, '?archived=true')).toEqual([archived.answer.body]);
    expect(await list(admin, '?archived=false')).toHaveLength(1);
    const again = { archived: true, expectedVersion: 2 };
    await expectNothingDone(studio, () => change(one, again));
    const restored = await logged(studio, () =>
      change(one, { archived: false, expectedVersion: 2 }),
    );
    expect(restored.rows).toMatchObject([{ action: 'catalogue.restored' }]);
    expect(restored.answer.body).toMatchObject({ archivedAt: null, position: 2, version: 3 });
    expect(await list(admin, '?archived=true')).toEqual([]);
    expect(await names()).toEqual(['10 sessions', 'A']);
  });

  it('says two things where an item is changed and archived at once', async () => {
    const item = await givenItem(studio);
    const { rows } = await logged(studio, () =>
      change(item, { name: 'Old', archived: true, expectedVersion: 1 }),
    );
    expect(rows.map(({ action }) => action)).toEqual(['catalogue.changed', 'catalogue.archived']);
    expect((await list(admin, '?archived=true'))[0]).toMatchObject({ name: 'Old', version: 2 });
  });

  it('is read by who sells: coaches what all sell, and their own', async () => {
    const ben = await studio.given.coach('Ben');
    await givenItem(studio, { name: 'For all' });
    await givenItem(studio, { name: 'With Ana', coachId: ana.id });
    const old = await givenItem(studio, { name: 'Old of Ana', coachId: ana.id });
    await change(old, { archived: true, expectedVersion: 1 });
    const staff = await studio.given.staff();
    expect(await names(studio.api.as(staff))).toEqual(['For all', 'With Ana']);
    expect(await names(studio.api.as(ana))).toEqual(['For all', 'With Ana']);
    expect(await names(studio.api.as(ben))).toEqual(['For all']);
    expect(await names(studio.api.as(ben), '?archived=true')).toEqual([]);
    expect(await names(studio.api.as(ana), '?archived=true')).toEqual(['Old of Ana']);
    const member = await studio.given.member();
    expect(await studio.api.as(member).get('/catalogue')).toBeProblem('forbidden');
    for (const person of [staff, ana]) {
      await expectRefusal(studio, 'forbidden', () => studio.api.as(person).post('/catalogue', TEN));
    }
  });
});
