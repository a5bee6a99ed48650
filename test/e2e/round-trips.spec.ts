import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import type { GivenMember } from '../support/given.js';
import { trafficOf } from '../support/traffic.js';
import { openStudio, type Studio } from '../support/studio.js';

/*
 * What the requests of a day send to the database, with the guard's question. These numbers may
 * fall; before one rises, see what the new statement could travel with (ADR 17).
 */

let studio: Studio;
let ana: TestPerson;
let tom: GivenMember;

beforeAll(async () => {
  studio = await openStudio();
  ana = await studio.given.coach();
});
afterAll(() => studio.close());

const fresh = async () => {
  tom = await studio.given.member({ coach: ana, remaining: 10 });
};
const asAna = () => studio.api.as(ana);

async function expectTraffic(
  request: () => Promise<{ status: number }>,
  expected: { status: number; messages: number; statements: number },
): Promise<void> {
  let status = 0;
  const { messages, statements } = await trafficOf(studio, async () => {
    ({ status } = await request());
  });
  const list = messages
    .map((bundle) => bundle.map((sql) => sql.slice(0, 60)).join('; '))
    .join('\n');
  expect({ status, messages: messages.length, statements }, list).toEqual(expected);
}

it('a workout that takes a session', async () => {
  await fresh();
  const expected = { status: 201, messages: 5, statements: 12 };
  await expectTraffic(() => asAna().startWorkout(tom), expected);
});

it('a workout on a day that was used: nothing is begun, nothing is written', async () => {
  await fresh();
  await asAna().startWorkout(tom);
  const expected = { status: 200, messages: 3, statements: 4 };
  await expectTraffic(() => asAna().startWorkout(tom), expected);
});

it('a workout with a key of the client', async () => {
  await fresh();
  const expected = { status: 201, messages: 6, statements: 13 };
  await expectTraffic(() => asAna().startWorkout(tom, {}, { key: 'of-the-client' }), expected);
});

it('an undo', async () => {
  await fresh();
  const { body } = await asAna().startWorkout(tom);
  const expected = { status: 200, messages: 4, statements: 11 };
  await expectTraffic(() => asAna().undo(tom, body.usage.id), expected);
});

it('a correction', async () => {
  await fresh();
  const correction = { adjustment: 2, reason: 'a present', packageId: tom.packageId };
  const expected = { status: 200, messages: 4, statements: 10 };
  await expectTraffic(() => asAna().adjust(tom, correction), expected);
});

it('a session that a coach adds', async () => {
  await fresh();
  const expected = { status: 201, messages: 4, statements: 11 };
  await expectTraffic(() => asAna().addUsage(tom, {}), expected);
});

it('a member with packages and totals: in one message, without a transaction', async () => {
  await fresh();
  await asAna().startWorkout(tom);
  await expectTraffic(() => asAna().member(tom), { status: 200, messages: 1, statements: 3 });
  const { headers } = await asAna().member(tom);
  const known = { headers: { 'If-None-Match': headers.get('etag') ?? '' } };
  const unchanged = () => asAna().get(`/members/${tom.id}`, known);
  await expectTraffic(unchanged, { status: 304, messages: 1, statements: 3 });
});

it('a member who reads about themselves: nobody is asked whose member that is', async () => {
  await fresh();
  const asTom = studio.api.as(tom);
  await expectTraffic(() => asTom.member(tom), { status: 200, messages: 1, statements: 2 });
});

it('a page of a history, and the names in it', async () => {
  await fresh();
  await asAna().startWorkout(tom);
  await expectTraffic(() => asAna().history(tom), { status: 200, messages: 2, statements: 4 });
});

it('a page of lines: the counts twice, so that no transaction is needed', async () => {
  await fresh();
  const { body } = await asAna().startWorkout(tom);
  await asAna().undo(tom, body.usage.id);
  const expected = { status: 200, messages: 2, statements: 7 };
  await expectTraffic(() => asAna().lines(tom), expected);
});

it('the packages of a member, and the names of their coaches', async () => {
  await fresh();
  const packages = () => asAna().get(`/members/${tom.id}/packages`);
  await expectTraffic(packages, { status: 200, messages: 2, statements: 3 });
});

it('somebody else’s member is refused by the message in which the member is read', async () => {
  await fresh();
  const eve = studio.api.as(await studio.given.coach());
  await expectTraffic(() => eve.member(tom), { status: 403, messages: 1, statements: 3 });
});
