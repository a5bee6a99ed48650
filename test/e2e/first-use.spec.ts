import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { givenItem } from '../support/catalogue.js';
import { logged } from '../support/expectations.js';
import '../support/matchers.js';
import { openStudio, type Studio } from '../support/studio.js';

/** Of thirty days, with the tenth of March, and with the fifth, as the first. */
const END = '2026-04-08T21:59:59.000Z';
const END_OF_FIFTH = '2026-04-03T21:59:59.000Z';

describe('a package that is valid from its first use on', () => {
  let studio: Studio;
  let ana: TestPerson;
  let desk: Api;
  let itemId: number;
  let tom: TestPerson;
  let packageId: number;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach('Ana Silva');
    desk = studio.api.as(await studio.given.staff());
    const about = { activation: 'first_use', validDays: 30 };
    itemId = (await givenItem(studio, about)).id;
  });
  beforeEach(async () => {
    tom = await studio.given.member();
    packageId = (await sell()).id;
  });
  afterAll(async () => {
    expect((await studio.app.get(VerifyService).verify()).text).toContain('All laws hold.');
    await studio.close();
  });

  const sell = async () => {
    const sale = { coachId: ana.id, catalogueItemId: itemId };
    const { body } = await desk.post(`/members/${tom.id}/packages`, sale);
    expect(body).toMatchObject({
      ...{ expiresAt: null, sale: { activation: 'first_use', validDays: 30 } },
    });
    return body as { id: number };
  };
  const now = async () => (await desk.get(`/members/${tom.id}/packages`)).body.data[0];
  const use = async (usageDate: string) => {
    const { status, body } = await desk.addUsage(tom, { usageDate });
    expect([status, body.package.expiresAt]).toEqual([201, (await now()).expiresAt]);
    return body as { usage: { id: number }; package: { expiresAt: string | null } };
  };
  const undo = async (id: number) => {
    const { status, body } = await desk.undo(tom, id, { reason: 'A mistake' });
    expect([status, body.package]).toEqual([200, await now()]);
    return body as { package: { expiresAt: string | null }; notice?: string };
  };

  it('ends when its days are over, the day of the first session included', async () => {
    const { answer, rows } = await logged(studio, () => studio.api.as(tom).startWorkout(tom));
    expect(answer.body.package).toMatchObject({ expiresAt: END, remaining: 9, version: 3 });
    expect(await now()).toEqual(answer.body.package);
    expect(rows).toMatchObject([
      { action: 'session.deducted', before: { version: 1 }, after: { version: 2 }, code: null },
      {
        ...{ action: 'package.changed', actor_id: tom.id, package_id: packageId, usage_id: null },
        ...{ code: 'first_use', before: { version: 2, expiresAt: null } },
        after: { version: 3, expiresAt: END },
      },
    ]);
  });

  it('counts from the day of a session that is entered later', async () => {
    expect((await use('2026-03-05')).package.expiresAt).toBe(END_OF_FIFTH);
    // The days have begun: neither a later session nor an earlier one moves them.
    const later = await logged(studio, () => desk.addUsage(tom, { usageDate: '2026-03-09' }));
    expect(later.rows.map(({ action }) => action)).toEqual(['session.used']);
    expect((await use('2026-03-02')).package.expiresAt).toBe(END_OF_FIFTH);
  });

  it('may be over with a session of long ago', async () => {
    const { package: after } = await use('2026-01-20');
    expect(after).toMatchObject({ state: 'expired', expiresAt: '2026-02-18T22:59:59.000Z' });
    expect(await desk.addUsage(tom)).toBeProblem('package_expired');
  });

  it('waits again when its only session is undone', async () => {
    const { usage } = await use('2026-01-20');
    const { answer, rows } = await logged(studio, () => desk.undo(tom, usage.id, {}));
    expect(answer.body.package).toMatchObject({ expiresAt: null, state: 'active', remaining: 10 });
    expect(answer.body.notice).toBeUndefined();
    expect(rows).toMatchObject([
      { action: 'session.undone' },
      { action: 'package.changed', code: 'first_use', after: { expiresAt: null } },
    ]);
    expect((await use('2026-03-10')).package.expiresAt).toBe(END);
  });

  it('goes on while another session counts, and waits when none does', async () => {
    const first = await use('2026-03-05');
    const second = await use('2026-03-09');
    expect((await undo(first.usage.id)).package.expiresAt).toBe(END_OF_FIFTH);
    expect((await undo(second.usage.id)).package.expiresAt).toBeNull();
  });

  it('keeps an end that people have agreed on', async () => {
    const path = `/members/${tom.id}/packages/${packageId}`;
    const { usage } = await use('2026-03-05');
    const expiresAt = '2026-12-31T22:59:59.000Z';
    await desk.patch(path, { expiresAt });
    expect((await undo(usage.id)).package.expiresAt).toBe(expiresAt);
    expect((await use('2026-03-05')).package.expiresAt).toBe(expiresAt);
    // Without an end it has none, whatever is used.
    await desk.patch(path, { expiresAt: null });
    expect((await use('2026-03-06')).package.expiresAt).toBeNull();
  });

  it('is begun by no correction', async () => {
    await desk.adjust(tom, { packageId, adjustment: -1, reason: 'Counted twice' });
    expect((await now()).expiresAt).toBeNull();
  });

  it('begins once where several take a session at once', async () => {
    const days = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
    const answers = await Promise.all(days.map((usageDate) => desk.addUsage(tom, { usageDate })));
    for (const { status } of answers) expect(status).toBe(201);
    const { rows } = await logged(studio, now);
    expect(rows).toEqual([]);
    const changes = await desk.activity(`?packageId=${packageId}&action=package.changed`);
    expect(changes.body.data).toHaveLength(1);
    expect((await now()).version).toBe(6);
  });
});
