import { MINUTE_MS } from '../common/durations.js';
import { addDays, type StudioDay } from '../common/studio-day.js';
import type { Package } from '../packages/package-rules.js';
import type { PaymentMethod } from '../packages/payment-rules.js';
import type { DemoCalendar } from './demo-calendar.js';
import type { CoachKey, EmployeeKey } from './demo-people.js';
import { itemOf } from './demo-prices.js';
import type { DemoStep, Sale, Session, Terms } from './demo-steps.js';
import { SeededRandom } from './seeded-random.js';

const WEEKDAYS = [
  [1, 4],
  [2, 5],
  [1, 3, 5],
  [2, 4, 6],
  [0, 3],
  [2, 4],
  [1, 3, 6],
] as const;
const METHODS = ['card_terminal', 'card_terminal', 'cash', 'transfer'] as const;
const ADD_REASONS = ['Forgot the phone', 'The app was offline', 'Trained outdoors'] as const;
const UNDO_REASONS = [
  'Did not train today',
  'Started the workout by accident',
  'The lesson was called off by the coach',
  'Tapped the wrong coach',
] as const;
const ADJUSTMENTS = [
  [1, 'One session as a present for the birthday'],
  [2, 'Two sessions for bringing a friend'],
  [1, 'Our mistake: the room was taken'],
  [-1, 'Trained twice on one day'],
  [-1, 'Called off less than an hour before'],
] as const;
/** Corrections happen only while so many sessions are left, so that they never drain a package. */
const ROOM_FOR_CORRECTIONS = 5;
const MINUTES = { earliest: 6 * 60 + 20, latest: 19 * 60, opening: 9 * 60, closing: 18 * 60 };

/** What a sale is made of; a package of sessions with no date unless said otherwise. */
export interface Offer {
  readonly coach: CoachKey;
  readonly sessions?: number;
  readonly rateType?: Package['rateType'];
  readonly validDays?: number;
  readonly approvals?: Terms['approvals'];
  readonly reason?: string;
}

/**
 * Tells what one member does, day by day, and keeps count, so that the steps come out as legal
 * requests. Each member has a chance of their own: changing one story leaves the others alone.
 */
export class MemberStory {
  readonly steps: DemoStep[] = [];
  readonly random: SeededRandom;
  /** Apart from what else happens, which it leaves as it is. */
  private readonly purse: SeededRandom;
  private readonly weekdays: ReadonlySet<number>;
  private readonly habit: number;
  private readonly holiday: { from: StudioDay; to: StudioDay };

  constructor(
    readonly calendar: DemoCalendar,
    readonly member: number,
  ) {
    this.random = new SeededRandom(member * 7919);
    this.purse = new SeededRandom(member * 6007);
    this.weekdays = new Set<number>(this.random.pick(WEEKDAYS));
    this.habit = this.random.between(MINUTES.earliest, MINUTES.latest);
    const from = calendar.daysAgo(this.random.between(30, 150));
    this.holiday = { from, to: addDays(from, 12) };
  }

  /** Creates the member's account. */
  joins(day: StudioDay, minute: number): void {
    this.add({ kind: 'joined', at: this.calendar.at(day, minute), member: this.member });
  }

  /** Sells the member a package in the studio's hours; training with it starts a day later. */
  buys(day: StudioDay, offer: Offer): Sale {
    const { coach, sessions, rateType = 'package', validDays, approvals, reason } = offer;
    const sale: Sale = {
      coach,
      rateType,
      sessions,
      validDays,
      expiresAt:
        validDays === undefined ? null : this.calendar.lastSecondOf(addDays(day, validDays)),
      left: sessions ?? 0,
      toldUntil: day,
    };
    const at = this.calendar.at(day, this.random.between(MINUTES.opening, MINUTES.closing));
    this.add({
      kind: 'sold',
      at,
      member: this.member,
      sale,
      ...this.payment(sale, day, approvals),
      ...(approvals ? { approvals } : {}),
      ...(reason === undefined ? {} : { reason }),
    });
    return sale;
  }

  /**
   * Lets the member train on their weekdays until a day, or until so many sessions are left; with
   * some mistakes and corrections on the way. Gives the last day told.
   */
  trains(sale: Sale, until: StudioDay, { leave = 0, weekdays = this.weekdays } = {}): StudioDay {
    while (sale.toldUntil < until && sale.left > leave) {
      sale.toldUntil = addDays(sale.toldUntil, 1);
      if (this.isThere(sale.toldUntil, weekdays)) this.useSession(sale, leave);
    }
    return sale.toldUntil;
  }

  /** Brings the count to a figure by one correction, where the training did not. */
  settles(sale: Sale, day: StudioDay, left: number, reason: string): void {
    if (sale.left !== left) this.isAdjusted(sale, day, left - sale.left, reason, sale.coach);
  }

  /** Corrects the count in the evening, when the day's training is over. */
  isAdjusted(
    sale: Sale,
    day: StudioDay,
    adjustment: number,
    reason: string,
    by: EmployeeKey,
  ): void {
    const at = this.calendar.at(day, MINUTES.closing + 150);
    sale.left += adjustment;
    this.add({ kind: 'adjusted', at, member: this.member, sale, adjustment, by, reason });
  }

  /** Changes date, approvals or connection of a package, as staff do; coaches only extend. */
  changes(
    sale: Sale,
    day: StudioDay,
    terms: Terms,
    { by = 'staff', reason }: { by?: EmployeeKey; reason?: string } = {},
  ): void {
    const at = this.calendar.at(day, MINUTES.closing + 45);
    const why = reason === undefined ? {} : { reason };
    this.add({ kind: 'changed', at, member: this.member, sale, terms, by, ...why });
  }

  /** What is sold by the price list is mostly paid at once; a few of the last ones are not. */
  private payment(
    sale: Sale,
    day: StudioDay,
    approvals: Terms['approvals'],
  ): { paid?: { method: PaymentMethod; part: number } } {
    if (!itemOf(sale)) return {};
    const method = this.purse.pick(METHODS);
    const chance = day < this.calendar.daysAgo(45) ? 0 : this.purse.next();
    if (chance > 0.8 || (chance > 0 && approvals)) return {};
    return { paid: { method, part: chance > 0.6 ? 0.5 : 1 } };
  }

  private add(step: DemoStep): void {
    this.steps.push(step);
  }

  private isThere(day: StudioDay, weekdays: ReadonlySet<number>): boolean {
    if (!weekdays.has(this.calendar.weekdayOf(day))) return false;
    const isAway = day >= this.holiday.from && day <= this.holiday.to;
    return !isAway && !this.random.happens(0.08);
  }

  private useSession(sale: Sale, leave: number): void {
    const { calendar, member, random } = this;
    const day = sale.toldUntil;
    const session: Session = { sale, day };
    const chance = sale.left >= leave + ROOM_FOR_CORRECTIONS ? random.next() : 1;
    const morningAfter = addDays(day, 1);
    sale.left -= 1;
    if (chance < 0.05 && morningAfter < calendar.today) {
      const at = calendar.at(morningAfter, random.between(7 * 60, 11 * 60));
      const by = random.happens(0.8) ? sale.coach : 'staff';
      this.add({ kind: 'added', at, member, session, by, reason: random.pick(ADD_REASONS) });
      return;
    }
    const startsAt = calendar.at(day, this.habit + random.between(0, 20));
    this.add({ kind: 'trained', at: startsAt, member, session });
    if (chance < 0.1) this.undo(session, startsAt);
    else if (chance < 0.125) {
      const [adjustment, reason] = random.pick(ADJUSTMENTS);
      this.isAdjusted(sale, day, adjustment, reason, random.happens(0.7) ? sale.coach : 'staff');
    }
  }

  private undo(session: Session, startedAt: Date): void {
    const { member, random } = this;
    const at = new Date(startedAt.getTime() + random.between(15, 60) * MINUTE_MS);
    const by = session.sale.coach;
    this.add({ kind: 'undone', at, member, session, by, reason: random.pick(UNDO_REASONS) });
    session.sale.left += 1;
  }
}
