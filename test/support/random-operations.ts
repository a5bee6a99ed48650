import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/common/durations.js';
import type { Answer, TestPerson } from './api.js';
import { pay, refund, transfer } from './random-exchanges.js';
import { freeze } from './random-freezes.js';
import { owe } from './random-owed.js';
import type { Town, TownMember, Turn } from './random-turn.js';
import type { Recorder } from './recorder.js';
import type { Chance } from './seed.js';
import type { Studios } from './studios.js';

export type { Town } from './random-turn.js';

/** How often each operation comes up, in hundredths. */
const OPERATIONS: readonly [weight: number, run: (turn: Turn) => Promise<unknown>][] = [
  [22, startWorkout],
  [13, addUsage],
  [12, undo],
  [6, redo],
  [4, move],
  [3, changeAttendance],
  [7, adjust],
  [3, grant],
  [7, changePackage],
  [4, voidOrReopen],
  [3, pay],
  [3, refund],
  [3, transfer],
  [4, freeze],
  [3, owe],
  [3, read],
];

/**
 * Ends that differ from one another, and from those of fixtures, which are whole days from the
 * clock's time on. A change to the end that a package has already would change and log nothing.
 */
export function newEnds({ clock }: Pick<Studios, 'clock'>): () => string {
  const first = clock.now().getTime() + 3 * DAY_MS + 17 * MINUTE_MS;
  let count = 0;
  return () => {
    count += 1;
    return new Date(first + count * HOUR_MS).toISOString();
  };
}

export async function randomOperation(
  studio: Studios,
  town: Town,
  dice: Chance,
  recorder: Recorder,
): Promise<void> {
  const member = dice.oneOf(town.members);
  const caller = callerFor(member, town, dice);
  let at = dice.between(1, 100);
  for (const [weight, run] of OPERATIONS) {
    at -= weight;
    if (at <= 0) {
      await run({ studio, town, dice, recorder, member, caller });
      return;
    }
  }
}

function callerFor(member: TownMember, town: Town, dice: Chance): TestPerson {
  const coach = dice.oneOf(member.packages).coach;
  return dice.oneOf([
    member,
    coach,
    coach,
    coach,
    town.staff,
    town.admin,
    dice.oneOf(town.coaches),
  ]);
}

async function startWorkout({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const coachId = dice.oneOf([undefined, dice.oneOf(member.packages).coach.id]);
  const answer = studio
    .anyAs(caller)
    .startWorkout(member, coachId === undefined ? {} : { coachId });
  remember(member, await recorder.mutation(`start ${member.id} as ${caller.role}`, answer));
}

async function addUsage({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const back = dice.between(0, 10);
  const usageDate = new Date(studio.clock.now().getTime() - back * DAY_MS)
    .toISOString()
    .slice(0, 10);
  const packageId = dice.oneOf([undefined, dice.oneOf(member.packages).id]);
  const body = {
    usageDate,
    ...(packageId === undefined ? {} : { packageId }),
    ...dice.oneOf([{}, {}, { again: true, reason: 'by chance' }]),
    ...dice.oneOf([{}, { attendance: dice.oneOf(['attended', 'late_cancel', 'no_show']) }]),
  };
  const answer = studio.anyAs(caller).addUsage(member, body);
  remember(member, await recorder.mutation(`manual ${member.id} as ${caller.role}`, answer));
}

async function undo({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const usageId = anyUsage(member, dice);
  const answer = studio.anyAs(caller).undo(member, usageId, { reason: 'by chance' });
  await recorder.mutation(`undo ${usageId} as ${caller.role}`, answer);
}

async function redo({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const usageId = anyUsage(member, dice);
  const answer = studio.anyAs(caller).redo(member, usageId, { reason: 'by chance' });
  remember(member, await recorder.mutation(`redo ${usageId} as ${caller.role}`, answer));
}

async function move({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const usageId = anyUsage(member, dice);
  const body = { packageId: dice.oneOf(member.packages).id, reason: 'by chance' };
  const answer = studio.anyAs(caller).move(member, usageId, body);
  remember(member, await recorder.mutation(`move ${usageId} as ${caller.role}`, answer));
}

async function changeAttendance({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const usageId = anyUsage(member, dice);
  const attendance = dice.oneOf(['attended', 'late_cancel', 'no_show']);
  const url = `/members/${member.id}/sessions/${usageId}`;
  const answer = studio.anyAs(caller).patch(url, { attendance });
  await recorder.settingAgain(`attendance ${usageId} as ${caller.role}`, answer);
}

function anyUsage({ usageIds }: TownMember, dice: Chance): number {
  return usageIds.length > 0 ? dice.oneOf(usageIds) : 2_000_000_000;
}

async function adjust({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const packageId = dice.oneOf([undefined, dice.oneOf(member.packages).id]);
  const expectedBalance = dice.oneOf([undefined, undefined, dice.between(0, 5)]);
  const body = {
    adjustment: dice.oneOf([-4, -3, -2, -1, 1, 2, 3]),
    reason: 'by chance',
    ...(packageId === undefined ? {} : { packageId }),
    ...(expectedBalance === undefined ? {} : { expectedBalance }),
  };
  const answer = studio.anyAs(caller).adjust(member, body);
  await recorder.mutation(`adjust ${member.id} as ${caller.role}`, answer);
}

async function grant({ studio, town, dice, recorder, member, caller }: Turn): Promise<void> {
  const coach = dice.oneOf(town.coaches);
  const answer = await recorder.mutation(
    `grant to ${member.id} as ${caller.role}`,
    studio.anyAs(caller).post(`/members/${member.id}/packages`, {
      coachId: coach.id,
      ...dice.oneOf([{ sessions: dice.between(1, 5) }, monthlySale(studio, dice)]),
    }),
  );
  if (answer.status === 201) member.packages.push({ id: answer.body.id, coach });
}

/** Without limit, or with a count where the studio counts it. */
function monthlySale({ config }: Turn['studio'], dice: Turn['dice']): object {
  const isCounted = config.countedRateTypes.includes('monthly');
  return { rateType: 'monthly', ...(isCounted ? { sessions: dice.oneOf([null, 2, 5]) } : {}) };
}

/** Every change names an end of its own, so that each of them changes something. */
async function changePackage({
  studio,
  town,
  dice,
  recorder,
  member,
  caller,
}: Turn): Promise<void> {
  const { id } = dice.oneOf(member.packages);
  const expiresAt = town.newEnd();
  const connection = dice.oneOf([{}, {}, { disconnected: true }, { disconnected: false }]);
  const body = caller.role === 'coach' ? { expiresAt } : { expiresAt, ...connection };
  const answer = studio.anyAs(caller).patch(`/members/${member.id}/packages/${id}`, body);
  // A freeze may have moved its end to that one.
  await recorder.settingAgain(`change ${id} as ${caller.role}`, answer);
}

/** What is voided is reopened by the next that comes by, more often than it is refused. */
async function voidOrReopen({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const { id } = dice.oneOf(member.packages);
  const path = `/members/${member.id}/packages/${id}`;
  const isVoid = dice.between(1, 3) === 1;
  const body = {
    reason: 'by chance',
    ...(isVoid ? { keepUsages: dice.oneOf([true, false]) } : {}),
  };
  const what = isVoid ? 'void' : 'reopen';
  const answer = studio.anyAs(caller).post(`${path}/${what}`, body);
  await recorder.mutation(`${what} ${id} as ${caller.role}`, answer);
}

async function read({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const api = studio.anyAs(caller);
  const [what, answer] = dice.oneOf([
    ['member', () => api.member(member)],
    ['history', () => api.history(member, '?limit=100')],
    ['members', () => api.get('/members?balance=low')],
    ['packages', () => api.get(`/members/${member.id}/packages`)],
  ] as const);
  await recorder.reading(`read ${what} ${member.id} as ${caller.role}`, answer());
}

function remember(member: TownMember, { status, body }: Answer): void {
  if (status < 300 && !member.usageIds.includes(body.usage?.id) && body.usage) {
    member.usageIds.push(body.usage.id);
  }
}
