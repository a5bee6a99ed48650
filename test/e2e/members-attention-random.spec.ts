import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDb } from '../../src/database/instants.js';
import { ATTENTIONS } from '../../src/packages/package-rules.js';
import type { Api, TestPerson } from '../support/api.js';
import { leniently } from '../support/database.js';
import { everyPage } from '../support/pages.js';
import { type Chance, chance, seedFor } from '../support/seed.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

interface Row {
  readonly id: number;
  readonly attention: string[];
  readonly packages: { readonly rateType: string; readonly remaining: number | null }[];
}

const MEMBERS = 250;
// The database knows whole seconds, the clock does not.
const NOW = '2026-03-10T12:00:00.250Z';
/** When packages end: around now, around 2 and 14 days from now, and at other times. */
const ENDS = [
  ...[null, null, null, '2026-03-10T11:59:59Z', '2026-03-10T12:00:00Z', '2026-03-10T12:00:01Z'],
  ...['2026-03-12T11:59:59Z', '2026-03-12T12:00:00Z', '2026-03-12T12:00:01Z'],
  ...['2026-03-24T11:59:59Z', '2026-03-24T12:00:00Z'],
  ...['2026-03-24T12:00:01Z', '2026-06-01T00:00:00Z', '2025-01-01T00:00:00Z'],
];

/** On what days packages are frozen; the 10th is today. */
const FREEZES: readonly (readonly [from?: string, to?: string])[] = [
  ...([['2026-03-10'], ['2026-03-10', '2026-03-10'], ['2026-03-01', '2026-03-20']] as const),
  ...([['2026-03-11'], ['2026-03-01', '2026-03-09'], ['2026-02-01']] as const),
];
const NOT_FROZEN = Array.from({ length: 14 }, () => [] as const);

/** As it is where the studio sets nothing, and as it may set it. */
const THRESHOLDS = [
  { lowBalance: 3, expiringWithinDays: 14 },
  { lowBalance: 12, expiringWithinDays: 2 },
];

/**
 * Answers say by `attentionOf` what a member needs; filters, order and counts ask the database.
 * Here both look at the same packages, of every kind that the tables can hold.
 */
describe.each(THRESHOLDS)('what members need by %j, by rule and by query', (thresholds) => {
  let studio: Studio;
  let viewers: [name: string, api: Api][];

  beforeAll(async () => {
    studio = await openStudio({ now: NOW });
    await set(studio, thresholds);
    const { given, api } = studio;
    const [ana, ben] = [await given.coach(), await given.coach()];
    for (const coach of [ana, ben]) await addOneOfEachKind(coach);
    const some = chance(seedFor('members-attention-random'));
    for (let n = 0; n < MEMBERS; n += 1) {
      const member = await given.member({ name: `Member Name${n % 10}` });
      for (let left = some.between(0, 4); left > 0; left -= 1) {
        await addPackage(member, some.oneOf([ana, ben]), some);
      }
    }
    await freezeSome(some);
    viewers = [
      ['an admin', api.as(await given.admin())],
      ['ana', api.as(ana)],
      ['ben', api.as(ben)],
    ];
  });
  afterAll(() => studio.close());

  /** Chance may leave one out. */
  async function addOneOfEachKind(coach: TestPerson): Promise<void> {
    const { given } = studio;
    await given.member({ coach, remaining: 0 });
    await given.member({ coach, remaining: 1 });
    const tom = await given.member({ coach, remaining: 9, expiresInDays: 5 });
    await given.package(tom, { coach, approvals: { coach: 'approved', staff: 'pending' } });
  }

  async function addPackage(member: TestPerson, coach: TestPerson, some: Chance): Promise<void> {
    const approval = () => some.oneOf(['approved', 'approved', 'approved', 'pending', 'rejected']);
    const end = some.oneOf(ENDS);
    await studio.sql(
      leniently(`INSERT INTO coach_member_list
         (coach_id, member_id, status, coach_approval, staff_approval, requested_at, expires_at,
          remaining_sessions, rate_type)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
      [
        coach.id,
        member.id,
        some.oneOf(['active', 'active', 'active', 'expired', 'disconnected', '']),
        approval(),
        approval(),
        toDb(new Date('2026-01-01T00:00:00Z')),
        end && toDb(new Date(end)),
        some.oneOf([null, 0, 0, 1, 2, 3, 4, 9, 12]),
        some.oneOf(['package', 'package', 'package', 'monthly', 'per_session', '']),
      ],
    );
  }

  /** Today among the days of some, before and after it those of others. */
  async function freezeSome(some: Chance): Promise<void> {
    const packages = await studio.sql<{ id: number; member: number }>(
      'SELECT id, member_id AS member FROM coach_member_list',
    );
    for (const { id, member } of packages) {
      const [from, to] = some.oneOf([...FREEZES, ...NOT_FROZEN]);
      if (from === undefined) continue;
      const insert = `INSERT INTO coach_package_freeze
        (package_id, member_id, from_day, to_day, created_at)
        VALUES (?, ?, ?, ?, '2026-03-01 00:00:00')`;
      await studio.sql(insert, [id, member, from, to ?? null]);
      const days = `1:${from}/${to ?? ''}`;
      await studio.sql('UPDATE coach_member_list SET frozen_days = ? WHERE id = ?', [days, id]);
    }
  }

  async function listed(api: Api, query = ''): Promise<Row[]> {
    return everyPage<Row>(api, `/members?${query}`, 100);
  }

  const idsOf = (rows: Row[]) => rows.map(({ id }) => id);
  const rankOf = ({ attention: [first = ''] }: Row) => [...ATTENTIONS, ''].indexOf(first);

  it('is of every kind here', async () => {
    for (const [name, api] of viewers) {
      const kinds = new Set((await listed(api)).flatMap(({ attention }) => attention));
      expect([...kinds].toSorted(), name).toEqual([...ATTENTIONS].toSorted());
    }
  });

  it('is found by the filters as the rows say it', async () => {
    for (const [name, api] of viewers) {
      const all = await listed(api);
      for (const kind of ATTENTIONS) {
        const needing = all.filter(({ attention }) => attention.includes(kind));
        const filters = [`attention=${kind}`];
        if (kind === 'empty' || kind === 'low') filters.push(`balance=${kind}`);
        for (const filter of filters) {
          expect(idsOf(await listed(api, filter)), `${name} ${filter}`).toEqual(idsOf(needing));
        }
      }
    }
  });

  it('sorts as the rows say it, on one page and on many', async () => {
    for (const [name, api] of viewers) {
      const sorted = (await listed(api)).toSorted((a, b) => rankOf(a) - rankOf(b));
      for (const limit of [100, 7]) {
        const rows = await everyPage<Row>(api, '/members?order=attention', limit);
        expect(idsOf(rows), name).toEqual(idsOf(sorted));
      }
    }
  });

  it('sorts those whom a filter leaves, too', async () => {
    for (const [name, api] of viewers) {
      const sorted = (await listed(api, 'attention=waiting')).toSorted(
        (a, b) => rankOf(a) - rankOf(b),
      );
      const rows = await everyPage<Row>(api, '/members?order=attention&attention=waiting', 7);
      expect(idsOf(rows), name).toEqual(idsOf(sorted));
    }
  });

  it('sorts whom a search finds by how well it fits them, however urgent it is', async () => {
    for (const [name, api] of viewers) {
      for (const query of ['search=name3', 'attention=waiting&search=name1']) {
        const found = await listed(api, query);
        const rows = await everyPage<Row>(api, `/members?order=attention&${query}`, 7);
        expect(idsOf(rows), `${name} ${query}`).toEqual(idsOf(found));
      }
    }
  });

  it('is counted as the rows say it', async () => {
    for (const [name, api] of viewers) {
      const all = await listed(api);
      const { members, balances } = (await api.get('/overview')).body;
      const counts = ATTENTIONS.map((kind) => {
        return [kind, all.filter(({ attention }) => attention.includes(kind)).length];
      });
      expect(members, name).toEqual({ all: all.length, ...Object.fromEntries(counts) });
      expect(balances[0].members, name).toBe(members.empty);
      for (const { remaining, members: found } of balances.slice(1)) {
        const having = all.filter(({ packages }) => balanceOf(packages) === remaining);
        expect(found, `${name} ${remaining}`).toBe(having.length);
      }
    }
  });
});

/** What is left of usable packages; none where another subscription runs, too. */
function balanceOf(packages: Row['packages']): number {
  if (packages.some(({ rateType }) => rateType !== 'package')) return 0;
  return packages.reduce((sum, { remaining }) => sum + (remaining ?? 0), 0);
}
