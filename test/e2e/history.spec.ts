import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid } from '../support/expectations.js';
import { openStudio, type Studio } from '../support/studio.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';
const ONCE = { again: false, replacedById: null, transfer: null, deliveredBy: null };

interface Row {
  readonly id: number;
  readonly kind: string;
  readonly packageId: number;
  readonly usageDate: string | null;
}

describe('the history', () => {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  const kinds = (answer: { body: { data: Row[] } }) => answer.body.data.map((row) => row.kind);

  it('is empty where nothing was ever sold', async () => {
    const { api, given } = studio;
    const tom = await given.member();
    const answer = await api.as(tom).history(tom);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ data: [], nextCursor: null });
  });

  it('says what, when, by whom, why, and how it was undone, newest first', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach('Ana Silva');
    const staff = await given.person('staff', 'Kim Park');
    const tom = await given.member({ coach: ana, remaining: 5, name: 'Tom Baker' });
    clock.set('2026-03-11T08:00:00Z');
    const { usage } = (await api.as(tom).startWorkout(tom)).body;
    clock.set('2026-03-11T09:00:00Z');
    await api.as(staff).adjust(tom, { adjustment: 2, reason: 'A present' });
    clock.set('2026-03-11T10:00:00Z');
    await api.as(ana).addUsage(tom, { usageDate: '2026-03-09', reason: 'Forgot the phone' });
    clock.set('2026-03-11T11:00:00Z');
    await api.as(ana).undo(tom, usage.id, { reason: 'Only said hello' });

    const { data, nextCursor } = (await api.as(tom).history(tom)).body;

    const about = { memberId: tom.id, coachId: ana.id, packageId: tom.packageId };
    const anaSilva = { id: ana.id, name: 'Ana Silva', role: 'coach' };
    const admin = await given.admin();
    expect(nextCursor).toBeNull();
    expect(data).toEqual([
      {
        ...about,
        id: expect.any(Number),
        kind: 'manual',
        usageDate: '2026-03-09',
        ...{ amount: -1, balanceAfter: 5 },
        ...{ reason: 'Forgot the phone', reasonCode: null, createdAt: '2026-03-11T10:00:00.000Z' },
        ...{ attendance: 'attended', ...ONCE },
        createdBy: anaSilva,
        undone: null,
      },
      {
        ...about,
        id: expect.any(Number),
        kind: 'adjustment',
        usageDate: null,
        ...{ amount: 2, balanceAfter: 6 },
        ...{ reason: 'A present', reasonCode: null, createdAt: '2026-03-11T09:00:00.000Z' },
        ...{ attendance: null, ...ONCE },
        createdBy: { id: staff.id, name: 'Kim Park', role: 'staff' },
        undone: null,
      },
      {
        ...about,
        id: usage.id,
        kind: 'automatic',
        usageDate: '2026-03-11',
        ...{ amount: -1, balanceAfter: 4 },
        ...{ reason: null, reasonCode: null, createdAt: '2026-03-11T08:00:00.000Z' },
        ...{ attendance: 'attended', ...ONCE },
        createdBy: { id: tom.id, name: 'Tom Baker', role: 'member' },
        undone: {
          at: '2026-03-11T11:00:00.000Z',
          by: anaSilva,
          ...{ reason: 'Only said hello', reasonCode: null },
        },
      },
      {
        ...about,
        id: expect.any(Number),
        kind: 'grant',
        usageDate: null,
        ...{ amount: 5, balanceAfter: 5 },
        ...{ reason: null, reasonCode: null, createdAt: '2026-03-10T12:00:00.000Z' },
        ...{ attendance: null, ...ONCE },
        createdBy: { id: admin.id, name: admin.name, role: 'admin' },
        undone: null,
      },
    ]);
  });

  it('shows the same instants as the answer to the change did', async () => {
    const { api, given, clock } = studio;
    const ana = await given.coach();
    const tom = await given.member({ coach: ana });
    clock.set('2026-03-10T12:00:00.789Z');
    const added = (await api.as(ana).addUsage(tom)).body.usage;
    const undone = (await api.as(ana).undo(tom, added.id)).body.usage;
    const { data } = (await api.as(ana).history(tom, '?kind=manual')).body;
    expect(data).toEqual([undone]);
    expect(undone.createdAt).toBe(added.createdAt);
  });

  describe('seen', () => {
    async function tomWithTwoCoaches() {
      const { api, given } = studio;
      const ana = await given.coach();
      const ben = await given.coach();
      const tom = await given.member({ coach: ana });
      const withBen = await given.package(tom, { coach: ben });
      await api.as(ana).startWorkout(tom);
      await api.as(ben).adjust(tom, { adjustment: 1, reason: 'A present' });
      return { ana, ben, tom, withBen };
    }

    it('by a coach, is about the packages with themselves', async () => {
      const { api } = studio;
      const { ana, ben, tom, withBen } = await tomWithTwoCoaches();
      const ofAna = await api.as(ana).history(tom);
      const ofBen = await api.as(ben).history(tom);
      expect(kinds(ofAna)).toEqual(['automatic', 'grant']);
      expect(kinds(ofBen)).toEqual(['adjustment', 'grant']);
      expect(ofBen.body.data.map((row: Row) => row.packageId)).toEqual([withBen.id, withBen.id]);
    });

    it('by the member, by staff and by admins, is all of it', async () => {
      const { api, given } = studio;
      const { tom } = await tomWithTwoCoaches();
      for (const person of [tom, await given.staff(), await given.admin()]) {
        const answer = await api.as(person).history(tom);
        expect(kinds(answer).toSorted()).toEqual(['adjustment', 'automatic', 'grant', 'grant']);
      }
    });

    it('by anybody else, is refused', async () => {
      const { api, given } = studio;
      const { tom } = await tomWithTwoCoaches();
      for (const stranger of [await given.coach(), await given.member()]) {
        expect(await api.as(stranger).history(tom)).toBeProblem('not_your_member');
        expect(await api.as(stranger).history({ id: 999_999 })).toBeProblem('not_your_member');
      }
      expect(await api.history(tom)).toBeProblem('not_signed_in');
      const staff = api.as(await given.staff());
      expect(await staff.history({ id: 999_999 })).toBeProblem('member_not_found');
    });
  });

  describe('filtered', () => {
    /** Tom's days: 5 March by hand and undone, 7 March by hand, 10 March automatic and adjusted. */
    async function tomsDays() {
      const { api, given, clock } = studio;
      const ana = await given.coach();
      clock.set('2026-03-01T12:00:00Z');
      const tom = await given.member({ coach: ana });
      clock.set(TUESDAY_NOON);
      const fifth = await api.as(ana).addUsage(tom, { usageDate: '2026-03-05' });
      await api.as(ana).undo(tom, fifth.body.usage.id);
      await api.as(ana).addUsage(tom, { usageDate: '2026-03-07' });
      await api.as(tom).startWorkout(tom);
      await api.as(ana).adjust(tom, { adjustment: 1, reason: 'A present' });
      const list = async (query: string) => {
        const answer = await api.as(ana).history(tom, query);
        expect(answer.status).toBe(200);
        return answer.body.data.map((row: Row) => `${row.kind} ${row.usageDate ?? '-'}`);
      };
      return { ana, tom, list };
    }
    const all = [
      'adjustment -',
      'automatic 2026-03-10',
      'manual 2026-03-07',
      'manual 2026-03-05',
      'grant -',
    ];

    it('by kind', async () => {
      const { list } = await tomsDays();
      expect(await list('?kind=manual')).toEqual(['manual 2026-03-07', 'manual 2026-03-05']);
      expect(await list('?kind=automatic')).toEqual(['automatic 2026-03-10']);
      expect(await list('?kind=adjustment')).toEqual(['adjustment -']);
      expect(await list('?kind=grant')).toEqual(['grant -']);
      expect(await list('?kind=external')).toEqual([]);
    });

    it('by whether it was undone', async () => {
      const { list } = await tomsDays();
      expect(await list('?includeUndone=true')).toEqual(all);
      expect(await list('?includeUndone=false')).toEqual(
        all.filter((row) => row !== 'manual 2026-03-05'),
      );
    });

    it('by day: of the training, or, where there is none, on which it was written', async () => {
      const { list } = await tomsDays();
      expect(await list('')).toEqual(all);
      expect(await list('?from=2026-03-05')).toEqual(all.slice(0, 4));
      expect(await list('?from=2026-03-06&to=2026-03-09')).toEqual(['manual 2026-03-07']);
      expect(await list('?to=2026-03-05')).toEqual(['manual 2026-03-05', 'grant -']);
      expect(await list('?from=2026-03-10&to=2026-03-10')).toEqual(all.slice(0, 2));
      expect(await list('?from=2026-03-08&to=2026-03-07')).toEqual([]);
      expect(await list('?from=1900-01-01&to=2199-12-31')).toEqual(all);
    });

    it('by day, cuts what has no training day at the studio’s midnight', async () => {
      const { api, clock } = studio;
      const { ana, tom, list } = await tomsDays();
      clock.set('2026-03-11T22:59:59Z');
      await api.as(ana).adjust(tom, { adjustment: 1, reason: 'Just before midnight in Berlin' });
      clock.set('2026-03-11T23:00:00Z');
      await api.as(ana).adjust(tom, { adjustment: 1, reason: 'At midnight' });
      for (const day of ['2026-03-11', '2026-03-12']) {
        expect(await list(`?from=${day}&to=${day}`)).toEqual(['adjustment -']);
      }
    });

    it('by several things at once', async () => {
      const { list } = await tomsDays();
      const query = '?kind=manual&to=2026-03-09&includeUndone=false';
      expect(await list(query)).toEqual(['manual 2026-03-07']);
    });

    it.each([
      ['kind', ['deduction', 'AUTOMATIC', '']],
      ['includeUndone', ['1', 'yes', 'TRUE', '']],
      ['from', ['10.03.2026', '2026-02-30', '2026-03-10T00:00:00Z', '', '0000-01-01']],
      ['to', ['tomorrow', '2026-13-01', '', '9999-12-31']],
      ['sort', ['id']],
    ])('by no %s like %j', async (field, values) => {
      const { api, given } = studio;
      const tom = await given.member();
      for (const value of values) {
        await expectInvalid(studio, field, () => api.as(tom).history(tom, `?${field}=${value}`));
      }
    });
  });
});
