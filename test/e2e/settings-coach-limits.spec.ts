import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { expectRefusal } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { set } from '../support/settings.js';
import { openStudio, type Studio } from '../support/studio.js';

const NOW = '2026-03-10T12:00:00Z';

interface How {
  readonly api?: Api;
  readonly member?: GivenMember;
  readonly packageId?: number;
}

describe('what a coach may give alone', () => {
  let studio: Studio;
  let ana: TestPerson;
  let asAna: Api;
  let desk: Api;
  let tom: GivenMember;

  beforeAll(async () => {
    // Berlin is in the middle of the month.
    studio = await openStudio({ now: NOW });
    const { given, api } = studio;
    [ana, desk] = [await given.coach(), api.as(await given.staff())];
    asAna = api.as(ana);
  });
  beforeEach(async () => {
    studio.clock.set(NOW);
    await set(studio, { coachGivesPerMemberMonth: null, coachExtendsDays: null });
    tom = await studio.given.member({ coach: ana, remaining: 10, expiresInDays: 10 });
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const adjust = (adjustment: number, { api = asAna, member = tom, ...more }: How = {}) =>
    api.adjust(member, { adjustment, reason: 'agreed', ...more });
  const refused = async (
    attempt: () => ReturnType<Api['post']>,
    limit: number,
    left: number,
    unit = 'sessions',
  ) => {
    const answer = await expectRefusal(studio, 'approval_required', attempt);
    expect(answer.body).toMatchObject({ limit, left, unit });
  };
  const usage = async () => {
    const { body } = await asAna.addUsage(tom, { usageDate: '2026-03-05', reason: 'was there' });
    return Number(body.usage.id);
  };

  describe('of sessions', () => {
    beforeEach(async () => {
      tom = await studio.given.member({ coach: ana, remaining: 10 });
    });

    it('has no end where the studio sets none', async () => {
      expect((await adjust(1000)).status).toBe(200);
    });

    it('ends for each member and month, and not for the desk', async () => {
      await set(studio, { coachGivesPerMemberMonth: 5 });
      expect((await adjust(3)).status).toBe(200);
      await refused(() => adjust(3), 5, 2);
      // Taking away is no giving, and gives nothing back.
      expect((await adjust(-3)).status).toBe(200);
      await refused(() => adjust(3), 5, 2);
      expect((await adjust(6, { api: desk })).status).toBe(200);
      expect((await adjust(2)).status).toBe(200);
      await refused(() => adjust(1), 5, 0);
      const member = await studio.given.member({ coach: ana, remaining: 1 });
      expect((await adjust(5, { member })).status).toBe(200);
      // The month ends at midnight in the studio.
      studio.clock.set('2026-03-31T21:59:59Z');
      await refused(() => adjust(1), 5, 0);
      studio.clock.set('2026-03-31T22:00:00Z');
      expect((await adjust(5)).status).toBe(200);
      await refused(() => adjust(1), 5, 0);
    });

    it('counts all packages with the coach, and nothing that another coach gives', async () => {
      await set(studio, { coachGivesPerMemberMonth: 5 });
      const second = await studio.given.package(tom, { coach: ana, remaining: 1 });
      expect((await adjust(3, { packageId: tom.packageId })).status).toBe(200);
      await refused(() => adjust(3, { packageId: second.id }), 5, 2);
      const other = await studio.given.coach();
      const theirs = await studio.given.package(tom, { coach: other, remaining: 1 });
      const asOther = studio.api.as(other);
      expect((await adjust(5, { api: asOther, packageId: theirs.id })).status).toBe(200);
      expect(await adjust(1, { packageId: theirs.id })).toBeProblem('package_not_found');
    });

    it('counts undos but those of the same day', async () => {
      await set(studio, { coachGivesPerMemberMonth: 1 });
      expect((await asAna.undo(tom, await usage())).status).toBe(200);
      const old: number[] = [];
      for (const day of ['2026-03-06', '2026-03-07']) {
        old.push(Number((await asAna.addUsage(tom, { usageDate: day })).body.usage.id));
      }
      studio.clock.advance({ days: 1 });
      const [one = 0, two = 0] = old;
      expect((await asAna.undo(tom, one)).status).toBe(200);
      await refused(() => asAna.undo(tom, two), 1, 0);
      await refused(() => adjust(1), 1, 0);
      // Whatever is left, a slip of today is put right, and what is undone is undone.
      expect((await asAna.undo(tom, await usage())).status).toBe(200);
      expect(await asAna.undo(tom, one)).toBeProblem('already_undone');
      expect((await desk.undo(tom, two)).status).toBe(200);
    });

    it('is not passed by two at once, whichever packages they name', async () => {
      await set(studio, { coachGivesPerMemberMonth: 5 });
      for (let round = 0; round < 8; round += 1) {
        const member = await studio.given.member({ coach: ana, remaining: 1 });
        const second = await studio.given.package(member, { coach: ana, remaining: 1 });
        const answers = await Promise.all(
          [member.packageId, second.id].map((packageId) => adjust(3, { member, packageId })),
        );
        expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
      }
    });
  });

  describe('of days', () => {
    const extend = (day: string, { api = asAna, member = tom }: How = {}) =>
      api.patch(`/members/${member.id}/packages/${member.packageId}`, {
        expiresAt: `2026-${day}T12:00:00Z`,
      });

    it('has no end where the studio sets none', async () => {
      expect((await extend('12-31')).status).toBe(200);
    });

    it('ends for each package, all extensions of coaches together', async () => {
      await set(studio, { coachExtendsDays: 30 });
      expect((await extend('03-30')).status).toBe(200);
      expect((await extend('03-30')).status).toBe(200);
      await refused(() => extend('04-20'), 30, 20, 'days');
      expect((await extend('04-19')).status).toBe(200);
      await refused(() => extend('04-20'), 30, 0, 'days');
      // What the desk does is no coach's.
      expect((await extend('03-25', { api: desk })).status).toBe(200);
      await refused(() => extend('03-26'), 30, 0, 'days');
      expect((await extend('06-01', { api: desk })).status).toBe(200);
      const member = await studio.given.member({ coach: ana, remaining: 1, expiresInDays: 10 });
      expect((await extend('04-19', { member })).status).toBe(200);
    });

    it('is not passed by coaches at once, whatever the desk takes back in between', async () => {
      await set(studio, { coachExtendsDays: 30 });
      for (let round = 0; round < 12; round += 1) {
        const member = await studio.given.member({ coach: ana, remaining: 1, expiresInDays: 10 });
        const at = { member };
        const answers = await Promise.all([
          extend('04-09', at),
          extend('03-20', { api: desk, member }),
          extend('04-09', at),
          extend('03-20', { api: desk, member }),
          extend('04-09', at),
        ]);
        const statuses = answers.map(({ status }) => status);
        expect(statuses.filter((status) => status !== 200 && status !== 403)).toEqual([]);
        const { body } = await desk.activity(`?memberId=${member.id}&action=package.changed`);
        const byCoach = (body.data as { actor: { role: string }; outcome: string }[]).filter(
          ({ actor, outcome }) => actor.role === 'coach' && outcome === 'done',
        );
        expect(byCoach.length).toBe(1);
      }
    });
  });
});
