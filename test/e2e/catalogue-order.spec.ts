import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CatalogueItemDto } from '../../src/catalogue/dto/catalogue.dto.js';
import type { Api, Answer } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import {
  expectInvalid,
  expectNothingDone,
  expectRefusal,
  logged,
} from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

const TEN = { name: '10 sessions', sessions: 10, priceMinor: 45_000, currency: 'EUR' };

describe('the order of the price list', () => {
  let studio: Studio;
  let admin: Api;

  beforeAll(async () => {
    studio = await openStudio();
    admin = studio.api.as(await studio.given.admin());
  });
  beforeEach(() => studio.sql('DELETE FROM coach_catalogue_item'));
  afterAll(() => studio.close());

  const list = async () =>
    ((await admin.get('/catalogue')) as Answer<{ data: CatalogueItemDto[] }>).body.data;
  const names = async () => (await list()).map((one) => one.name);
  const change = ({ id }: { id: number }, body: object) => admin.patch(`/catalogue/${id}`, body);

  it('is put in order, and a move makes nobody’s change an old one', async () => {
    const [a, b] = [await givenItem(studio, { name: 'A' }), await givenItem(studio, { name: 'B' })];
    const c = await givenItem(studio, { name: 'C' });
    const { answer, rows } = await logged(studio, () =>
      change(c, { position: 1, expectedVersion: 1 }),
    );
    expect(answer.body).toEqual({ ...c, position: 1 });
    expect(rows).toMatchObject([
      { action: 'catalogue.changed', before: { position: 3 }, after: { position: 1 } },
    ]);
    expect((await list()).map((one) => [one.name, one.position, one.version])).toEqual([
      ...[
        ['C', 1, 1],
        ['A', 2, 1],
        ['B', 3, 1],
      ],
    ]);
    expect((await change(c, { position: 200, expectedVersion: 1 })).body.position).toBe(3);
    expect(await names()).toEqual(['A', 'B', 'C']);
    await change(a, { position: 2, expectedVersion: 1 });
    expect(await names()).toEqual(['B', 'A', 'C']);
    await expectNothingDone(studio, () => change(b, { position: 1, expectedVersion: 1 }));
    await expectInvalid(studio, 'position', () => change(b, { position: 0, expectedVersion: 1 }));
  });

  it('stays in order where several move at once', async () => {
    const items = [];
    for (const name of ['A', 'B', 'C', 'D', 'E']) items.push(await givenItem(studio, { name }));
    const moves = items.map((one, n) => change(one, { position: 5 - n, expectedVersion: 1 }));
    for (const { status } of await Promise.all(moves)) expect(status).toBe(200);
    const places = (await list()).map(({ position }) => position);
    expect(places).toEqual([1, 2, 3, 4, 5]);
  });

  it('ends with two hundred items', async () => {
    const first = await givenItem(studio);
    const columns = 'name, rate_type, sessions, activation, price_minor, currency, position';
    const row = "('More', 'package', 1, 'purchase', 1, 'EUR', 7)";
    const rows = Array.from({ length: 198 }, () => row).join(', ');
    await studio.sql(`INSERT INTO coach_catalogue_item (${columns}) VALUES ${rows}`);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => admin.post('/catalogue', TEN)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const full of answers.filter(({ status }) => status !== 201)) {
      expect(full).toBeProblem('catalogue_full');
    }
    expect(await list()).toHaveLength(200);
    // What is archived makes room; it comes back where there is some.
    await change(first, { archived: true, expectedVersion: 1 });
    await givenItem(studio);
    const back = { archived: false, expectedVersion: 2 };
    await expectRefusal(studio, 'catalogue_full', () => change(first, back));
  });
});
