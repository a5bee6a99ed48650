import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { changePackage, disconnect } from '../support/packages.js';
import { openStudio, type Studio } from '../support/studio.js';

describe('live updates show', () => {
  let studio: Studio;
  let ana: TestPerson;
  let ben: TestPerson;
  const open: Listener[] = [];

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach();
    ben = await studio.given.coach();
  });
  afterEach(() => open.splice(0).forEach((listener) => listener.leave()));
  afterAll(() => studio.close());

  async function listen(api: Api): Promise<Listener> {
    const listener = await Listener.openAndSee(api);
    open.push(listener);
    return listener;
  }

  /** A new member of a coach. */
  const memberOf = (coach: TestPerson) => studio.given.member({ coach, remaining: 5 });

  /** A change that the listener may see. What came before it in time was told before it. */
  async function sentinel(listener: Listener, member: GivenMember): Promise<void> {
    const admin = studio.api.as(await studio.given.admin());
    const { packageId } = member;
    const change = { adjustment: 1, reason: 'for the eyes of the listener', packageId };
    const { body } = await admin.adjust(member, change);
    await listener.untilTold(packageId, { version: body.package.version });
  }

  /** A change of everything about a member, by us and by PHP. */
  async function stir(member: GivenMember): Promise<void> {
    const { api, given, sql } = studio;
    const admin = api.as(await given.admin());
    await admin.adjust(member, { adjustment: 1, reason: 'stirred', packageId: member.packageId });
    await sql('UPDATE coach_member_list SET remaining_sessions = 77 WHERE id = ?', [
      member.packageId,
    ]);
  }

  const packagesOf = async (member: { id: number }): Promise<number[]> => {
    const rows = await studio.sql<{ id: number }>(
      'SELECT id FROM coach_member_list WHERE member_id = ? ORDER BY id',
      [member.id],
    );
    return rows.map(({ id }) => id);
  };

  it('a coach the packages with themself, of members assigned to them', async () => {
    const cara = await studio.given.coach();
    const [tom, uma] = [await memberOf(cara), await memberOf(ana)];
    // Tom trains with somebody else too, and a stranger has asked for Cara.
    const other = await studio.given.package(tom, { coach: ana, remaining: 3 });
    const asked = await studio.given.member({ coach: cara, approvals: { coach: 'pending' } });
    const listener = await listen(studio.api.as(cara));
    for (const member of [uma, asked, { ...tom, packageId: other.id }]) await stir(member);
    await sentinel(listener, tom);
    expect(listener.ids).toEqual([tom.packageId]);
    expect(listener.named('gone')).toEqual([]);
  });

  it('a member their own packages, with whomever', async () => {
    const [tom, uma] = [await memberOf(ana), await memberOf(ana)];
    const other = await studio.given.package(tom, { coach: ben, remaining: 3 });
    const listener = await listen(studio.api.as(tom));
    await stir(uma);
    await sentinel(listener, tom);
    expect(listener.ids).toEqual([tom.packageId, other.id]);
    expect(listener.ids).toEqual(await packagesOf(tom));
  });

  it.each(['staff', 'admin'] as const)('%s everything', async (role) => {
    const person = await studio.given.person(role);
    const [tom, uma] = [await memberOf(ana), await memberOf(ben)];
    const listener = await listen(studio.api.as(person));
    expect(listener.ids).toEqual(expect.arrayContaining([tom.packageId, uma.packageId]));
    const vic = await memberOf(ben);
    await listener.untilTold(vic.packageId, { remaining: 5 });
  });

  it.each(['coach', 'member'] as const)(
    'a %s of nobody and nothing an empty snapshot',
    async (r) => {
      const listener = await listen(studio.api.as(await studio.given.person(r)));
      expect(listener.named('snapshot')).toMatchObject([{ packages: [], complete: true }]);
    },
  );

  it('a coach who is unassigned that the packages are gone, and nothing after', async () => {
    const cara = await studio.given.coach();
    const [tom, uma] = [await memberOf(cara), await memberOf(cara)];
    const second = await studio.given.package(tom, { coach: cara, remaining: 2 });
    const listener = await listen(studio.api.as(cara));
    await disconnect(studio, second);
    // The first one still makes her his coach.
    await listener.untilTold(second.id, { state: 'disconnected' });
    await disconnect(studio, { id: tom.packageId, memberId: tom.id });
    await listener.until(() => listener.named('gone').length === 2);
    const gone = listener.named('gone').map(({ packageId }) => packageId as number);
    expect(gone.toSorted((a, b) => a - b)).toEqual([tom.packageId, second.id]);

    const heard = listener.toldOf(tom.packageId).length;
    await stir(tom);
    await stir({ ...tom, packageId: second.id });
    await sentinel(listener, uma);
    await sentinel(listener, uma);
    expect(listener.toldOf(tom.packageId)).toHaveLength(heard);
    expect(listener.named('gone')).toHaveLength(2);
  });

  it('the same where PHP unassigns', async () => {
    const cara = await studio.given.coach();
    const [tom, uma] = [await memberOf(cara), await memberOf(cara)];
    const listener = await listen(studio.api.as(cara));
    await studio.sql("UPDATE coach_member_list SET status = 'disconnected' WHERE id = ?", [
      tom.packageId,
    ]);
    expect(await listener.untilNamed('gone')).toEqual({ packageId: tom.packageId });
    await stir(tom);
    await sentinel(listener, uma);
    expect(listener.events.at(-1)).toMatchObject({ name: 'package', data: { id: uma.packageId } });
    expect(listener.toldOf(tom.packageId)).toHaveLength(1);
  });

  it('a coach who is unassigned that packages are gone which were over for long', async () => {
    const cara = await studio.given.coach();
    const [tom, uma] = [await memberOf(cara), await memberOf(cara)];
    const long = 'UPDATE coach_member_list SET expires_at = ? WHERE id = ?';
    await studio.sql(long, ['2020-01-01 00:00:00', tom.packageId]);
    const listener = await listen(studio.api.as(cara));
    expect(listener.ids).toEqual([uma.packageId]);
    await disconnect(studio, { id: tom.packageId, memberId: tom.id });
    expect(await listener.untilNamed('gone')).toEqual({ packageId: tom.packageId });
  });

  it('a coach who is assigned what is there, also of earlier', async () => {
    const cara = await studio.given.coach();
    const listener = await listen(studio.api.as(cara));
    const tom = await studio.given.member({ coach: cara, approvals: { staff: 'pending' } });
    const earlier = await studio.given.package(tom, {
      coach: cara,
      approvals: { coach: 'rejected' },
    });
    await sentinel(await listen(studio.api.as(tom)), tom);
    expect(listener.ids).toEqual([]);

    const one = { id: tom.packageId, memberId: tom.id };
    await changePackage(studio, one, { approvals: { staff: 'approved' } });
    await listener.untilTold(tom.packageId, { state: 'active' });
    await listener.until(() => listener.ids.length === 2);
    expect(listener.ids).toEqual([tom.packageId, earlier.id]);
  });

  it('a package that was deleted as gone', async () => {
    const tom = await memberOf(ana);
    const listener = await listen(studio.api.as(tom));
    await studio.sql('DELETE FROM coach_usage_history WHERE coach_member_id = ?', [tom.packageId]);
    await studio.sql('DELETE FROM coach_member_list WHERE id = ?', [tom.packageId]);
    expect(await listener.untilNamed('gone')).toEqual({ packageId: tom.packageId });
  });
});
