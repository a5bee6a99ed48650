import { addDays, type StudioDay } from '../common/studio-day.js';
import { DemoCalendar } from './demo-calendar.js';
import { COACHES, type CoachKey, MEMBERS } from './demo-people.js';
import { ITEMS } from './demo-prices.js';
import type { DemoStep } from './demo-steps.js';
import { MemberStory, type Offer } from './member-story.js';

/** How long ago the studio began to keep its books here. */
const HISTORY_DAYS = 183;
/** So many members were there from the beginning; the others joined one after the other. */
const FOUNDERS = 40;
const BIG: Omit<Offer, 'coach'> = { sessions: 20, validDays: 160 };
const SMALL: Omit<Offer, 'coach'> = { sessions: 10, validDays: 100 };
const OFFERS = [SMALL, SMALL, BIG, { sessions: 30, validDays: 240 }] as const;
const SETTLED = 'Counted together at the front desk';

/** The first day of a member, the coach, and a story that can be told from there. */
interface Beginning {
  readonly story: MemberStory;
  readonly coach: CoachKey;
  readonly from: StudioDay;
}
type Plot = (beginning: Beginning) => void;

/** Whose story it is, up to and including this member; the rest of the members train steadily. */
const PLOTS: readonly (readonly [lastMember: number, plot: Plot])[] = [
  [1, firstMember],
  [25, steady],
  [29, runningLow],
  [32, (beginning) => endsWith(beginning, 0)],
  [35, extendedByCoach],
  [37, leftTheStudio],
  [38, withHundreds],
  [39, refunded],
  [40, withTwoCoaches],
  [43, paysMonthly],
  [45, paysPerSession],
  [46, withTwoPackages],
  [47, withSubscriptionToo],
  [48, waitingForMore],
  [54, steady],
  [56, ranOutOfTime],
  [57, rejected],
  [MEMBERS.length, waiting],
];

/**
 * Half a year of the demo studio, in the order in which it happened. The same day and time zone
 * give the same steps; what would lie in the future is left out.
 */
export function planDemo(now: Date, timeZone: string): DemoStep[] {
  const calendar = new DemoCalendar(now, timeZone);
  const ofMembers = MEMBERS.flatMap((_, index) => stepsOf(calendar, index + 1));
  return [...preparations(calendar), ...ofMembers]
    .filter((step) => step.at <= now)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Before anybody comes, the admin says what is sold, and for what. */
function preparations(calendar: DemoCalendar): DemoStep[] {
  const at = (minute: number) => calendar.at(calendar.daysAgo(HISTORY_DAYS), 7 * 60 + minute);
  return [
    { kind: 'configured', at: at(0), by: 'admin' },
    ...ITEMS.map((item, n) => ({ kind: 'listed', at: at(n + 1), by: 'admin', item }) as const),
  ];
}

function stepsOf(calendar: DemoCalendar, member: number): DemoStep[] {
  const story = new MemberStory(calendar, member);
  const joinedDaysAgo =
    member <= FOUNDERS ? HISTORY_DAYS : HISTORY_DAYS - Math.floor((member - FOUNDERS) * 8.9);
  const from = calendar.daysAgo(joinedDaysAgo);
  story.joins(from, 8 * 60 + member);
  const coach = member === 1 ? 'ana' : (COACHES[member % COACHES.length] ?? 'ana');
  const plot = PLOTS.find(([lastMember]) => member <= lastMember)?.[1] ?? steady;
  plot({ story, coach, from });
  return story.steps;
}

/** The member of the examples in the README: seven sessions left, and none used today. */
function firstMember({ story, coach, from }: Beginning): void {
  const yesterday = story.calendar.daysAgo(1);
  const reason = 'Paid for a year in advance';
  const sale = story.buys(from, { coach, sessions: 50, validDays: 365, reason });
  story.trains(sale, yesterday, { leave: 7, weekdays: new Set([1, 4]) });
  story.settles(sale, yesterday, 7, SETTLED);
}

/** Buys again when nothing is left. Some have trained today already, most still can. */
function steady({ story, coach, from }: Beginning): void {
  const { calendar, member, random } = story;
  const until = calendar.daysAgo(member > 5 && member % 3 === 0 ? 0 : 1);
  const firstSale = addDays(from, random.between(1, from < calendar.daysAgo(100) ? 20 : 2));
  for (let day = firstSale; day < until; day = addDays(day, random.between(1, 4))) {
    const asksFirst = random.happens(0.25);
    const approvals = asksFirst ? { coach: 'pending' as const } : undefined;
    const offer = { coach, ...random.pick(OFFERS), ...(approvals ? { approvals } : {}) };
    const sale = story.buys(day, offer);
    if (asksFirst) story.changes(sale, day, { approvals: { coach: 'approved' } });
    day = story.trains(sale, until);
  }
}

function runningLow(beginning: Beginning): void {
  endsWith(beginning, 1 + (beginning.story.member % 3));
}

/** Used up one package long ago, and of a second one as many as leave the given number. */
function endsWith({ story, coach, from }: Beginning, left: number): void {
  const { calendar, random } = story;
  const first = story.buys(addDays(from, random.between(1, 9)), { coach, ...SMALL });
  story.trains(first, calendar.daysAgo(99));
  const second = story.buys(calendar.daysAgo(random.between(86, 94)), { coach, ...BIG });
  story.trains(second, calendar.daysAgo(3), { leave: left });
  story.settles(second, calendar.daysAgo(2), left, SETTLED);
}

/** Was ill when the package ended; the coach extended it, and training went on. */
function extendedByCoach({ story, coach, from }: Beginning): void {
  const { calendar, random } = story;
  const bought = addDays(from, random.between(10, 30));
  const sale = story.buys(bought, { coach, sessions: 30, validDays: 90 });
  story.trains(sale, addDays(bought, 50));
  const back = addDays(bought, 93);
  const expiresAt = calendar.lastSecondOf(calendar.daysAgo(-40));
  story.changes(sale, back, { expiresAt }, { by: coach, reason: 'Was ill for several weeks' });
  sale.toldUntil = back;
  story.trains(sale, calendar.daysAgo(1), { leave: 4 });
}

function leftTheStudio({ story, coach, from }: Beginning): void {
  const { calendar, random } = story;
  const sale = story.buys(addDays(from, 2), { coach, ...BIG });
  const lastDay = addDays(from, 45);
  story.trains(sale, lastDay, { leave: 6 });
  const day = calendar.daysAgo(random.between(60, 100));
  story.changes(sale, day, { disconnected: true }, { reason: 'Moved to another city' });
}

function withHundreds({ story, coach, from }: Beginning): void {
  const reason = 'Company package';
  const sale = story.buys(addDays(from, 1), { coach, sessions: 200, validDays: 540, reason });
  story.trains(sale, story.calendar.daysAgo(1), { leave: 110 });
}

function refunded({ story, coach, from }: Beginning): void {
  const day = addDays(from, 60);
  const sale = story.buys(addDays(from, 20), { coach, sessions: 20, validDays: 300 });
  story.trains(sale, day, { leave: 8 });
  story.settles(sale, addDays(day, 1), 0, 'Refunded: broke a leg skiing');
}

function withTwoCoaches({ story, from }: Beginning): void {
  const until = story.calendar.daysAgo(1);
  const plan = [
    ['ana', new Set([1, 5]), 4],
    ['ben', new Set([3]), 11],
  ] as const;
  for (const [coach, weekdays, leave] of plan) {
    const sale = story.buys(addDays(from, 3), { coach, sessions: 40, validDays: 365 });
    story.trains(sale, until, { leave, weekdays });
  }
}

function paysMonthly({ story, coach, from }: Beginning): void {
  const { calendar } = story;
  const sale = story.buys(addDays(from, 1), { coach, rateType: 'monthly', validDays: 30 });
  for (let day = addDays(from, 29); day < calendar.today; day = addDays(day, 30)) {
    const expiresAt = calendar.lastSecondOf(addDays(day, 32));
    story.changes(sale, day, { expiresAt }, { reason: 'Paid for another month' });
  }
}

function paysPerSession({ story, coach, from }: Beginning): void {
  story.buys(addDays(from, 1), { coach, rateType: 'per_session' });
}

/** Bought again early: both packages can be used, and the older one is used first. */
function withTwoPackages({ story, coach }: Beginning): void {
  const { calendar } = story;
  const first = story.buys(calendar.daysAgo(35), { coach, sessions: 20, validDays: 60 });
  story.trains(first, calendar.daysAgo(1), { leave: 4 });
  story.buys(calendar.daysAgo(4), { coach, sessions: 10, validDays: 180 });
}

/** Counts sessions with one coach, and pays another one by the month. */
function withSubscriptionToo({ story, coach, from }: Beginning): void {
  const { calendar } = story;
  const sale = story.buys(addDays(from, 5), { coach, sessions: 30, validDays: 200 });
  story.trains(sale, calendar.daysAgo(1), { leave: 3 });
  const other = coach === 'chi' ? 'ben' : 'chi';
  story.buys(calendar.daysAgo(20), { coach: other, rateType: 'monthly', validDays: 31 });
}

/** Nothing is left of the old package, and the new one waits for the coach's approval. */
function waitingForMore({ story, coach }: Beginning): void {
  const { calendar } = story;
  const sale = story.buys(calendar.daysAgo(70), { coach, ...SMALL });
  story.trains(sale, calendar.daysAgo(5));
  story.settles(sale, calendar.daysAgo(4), 0, SETTLED);
  story.buys(calendar.daysAgo(2), { coach, ...BIG, approvals: { coach: 'pending' } });
}

/** Did not come often enough before the package ended. */
function ranOutOfTime({ story, coach, from }: Beginning): void {
  const sale = story.buys(addDays(from, 1), { coach, sessions: 10, validDays: 25 });
  story.trains(sale, addDays(from, 18), { leave: 4 });
}

function rejected({ story, coach }: Beginning): void {
  const day = story.calendar.daysAgo(12);
  const sale = story.buys(day, { coach, ...SMALL, approvals: { coach: 'pending' } });
  const terms = { approvals: { coach: 'rejected' as const } };
  story.changes(sale, addDays(day, 2), terms, { reason: 'No free hours with this coach' });
}

function waiting({ story, coach, from }: Beginning): void {
  const staff = story.member % 2 === 0 ? ('pending' as const) : ('approved' as const);
  story.buys(addDays(from, 1), { coach, ...SMALL, approvals: { coach: 'pending', staff } });
}
