import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api, TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { Listener } from '../support/listener.js';
import '../support/matchers.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

interface Row {
  readonly id: number;
  readonly action: string;
  readonly outcome: string;
  readonly actor: { id: number | null };
  readonly before: object | null;
  readonly after: object | null;
  readonly hidden: string[];
  readonly ip: string | null;
  readonly requestId: string | null;
}

const FLOOD = 30;

describe('a coach reads in the log about the own members', () => {
  let studio: Studio;
  let ana: TestPerson;
  let staff: TestPerson;
  let tom: GivenMember;
  let stranger: GivenMember;
  let coach: Api;

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    const { given, api } = studio;
    [ana, staff] = [await given.coach(), await given.staff()];
    tom = await given.member({ coach: ana, remaining: 3 });
    stranger = await given.member({ coach: await given.coach(), name: 'Stranger Private' });
    coach = api.as(ana);
  });

  const open: Listener[] = [];
  afterEach(() => open.splice(0).forEach((listener) => listener.leave()));

  async function rows(api: Api, query = ''): Promise<Row[]> {
    const answer = await api.activity(`?limit=100${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.data as Row[];
  }

  /** Each kind of attempt that names the member and no package. */
  async function pester(by: TestPerson, times = FLOOD): Promise<void> {
    const api = studio.api.as(by);
    const tries = Array.from({ length: times }, async (_, n) =>
      n % 2 === 0 ? api.startWorkout(tom) : api.adjust(tom, { adjustment: 1, reason: 'mine' }),
    );
    for (const { status } of await Promise.all(tries)) expect(status).toBe(403);
  }

  it('nothing of the attempts of strangers, whatever is asked for', async () => {
    await coach.startWorkout(tom);
    const before = await coach.activity();
    await pester(stranger);
    await pester(await studio.given.coach('Eve Prober'), 4);

    const after = await coach.activity();
    expect(after.text).toBe(before.text);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
    const filters = ['outcome=refused', `actorId=${stranger.id}`, 'action=balance.adjusted'];
    for (const filter of filters) expect(await rows(coach, `&${filter}`), filter).toEqual([]);
    const pages = await coach.activity('?limit=2');
    expect(pages.body).toMatchObject({ data: [{}, {}], nextCursor: null });
    expect(after.text).not.toMatch(/Stranger|Eve/);

    const seen = await rows(studio.api.as(staff), `&memberId=${tom.id}&outcome=refused`);
    expect(seen).toHaveLength(FLOOD + 4);
    expect(seen[0]).toMatchObject({ ip: '127.0.0.1' });
  });

  it('and no stream tells of them', async () => {
    const listener = await Listener.openAndSee(coach);
    open.push(listener);
    await pester(stranger);
    await coach.adjust(tom, { adjustment: 1, reason: 'a change', packageId: tom.packageId });
    await listener.untilTold(tom.packageId, { remaining: 4 });
    expect(JSON.stringify(listener.events)).not.toContain(`:${stranger.id},`);
    expect(listener.named('package')).toHaveLength(1);
  });

  it('the own refused attempts, and those of the member and of the front desk', async () => {
    const { api, given } = studio;
    const change = { adjustment: -99, reason: 'too much' };
    await coach.adjust(tom, { ...change, packageId: tom.packageId });
    await api.as(tom).adjust(tom, change);
    await api.as(staff).adjust(tom, change);
    const admin = await given.admin();
    await api.as(admin).adjust(tom, change);
    // Another coach of the member: what is between those two is theirs.
    const ben = await given.coach();
    await given.package(tom, { coach: ben, remaining: 4 });
    await api.as(ben).adjust(tom, change);

    const actors = (await rows(coach, '&outcome=refused')).map(({ actor }) => actor.id);
    expect(actors.toSorted()).toEqual([ana.id, tom.id, staff.id, admin.id].toSorted());
  });

  it('what was done by others, not from where', async () => {
    await studio.api.as(staff).adjust(tom, { adjustment: 1, reason: 'from the desk' });
    await coach.adjust(tom, { adjustment: 1, reason: 'from me', packageId: tom.packageId });
    const [own, others] = await rows(coach, '&action=balance.adjusted');
    expect(others).toMatchObject({ actor: { id: staff.id }, ip: null, requestId: null });
    expect(own).toMatchObject({ actor: { id: ana.id }, ip: '127.0.0.1' });
    expect(own?.requestId).toMatch(/^[0-9a-f]{32}$/);
    const atDesk = await rows(studio.api.as(staff), `&memberId=${tom.id}&action=balance.adjusted`);
    expect(atDesk.map(({ ip }) => ip)).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  it('that contact data was changed, not what it was and is', async () => {
    const { api: desk } = await signedIn(studio, staff);
    const email = `new-${tom.id}@example.com`;
    expect((await desk.patch(`/members/${tom.id}`, { email, lastName: 'Other' })).status).toBe(200);
    const [row] = await rows(coach, '&action=member.changed');
    expect(row).toMatchObject({
      ...{ before: { firstName: expect.any(String) }, after: { lastName: 'Other' } },
      hidden: ['email'],
    });
    expect(JSON.stringify(row)).not.toContain('@');
    const [full] = await rows(desk, `&memberId=${tom.id}&action=member.changed`);
    expect(full).toMatchObject({ before: { email: tom.email }, after: { email }, hidden: [] });

    await desk.patch(`/members/${tom.id}`, { lastName: 'Again' });
    const [named] = await rows(coach, '&action=member.changed');
    expect(named).toMatchObject({ after: { lastName: 'Again' }, hidden: [] });
    expect(JSON.stringify(named)).not.toContain('@');
  });
});
