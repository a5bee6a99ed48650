import { MINUTE_MS } from '../common/durations.js';
import { addDays, startOfStudioDay, type StudioDay, studioDayOf } from '../common/studio-day.js';

/** The studio's days, counted back from the day of the start, and the times on them. */
export class DemoCalendar {
  readonly today: StudioDay;
  private readonly endings = new Map<StudioDay, number>();

  constructor(
    now: Date,
    private readonly timeZone: string,
  ) {
    this.today = studioDayOf(now, timeZone);
  }

  /** The studio day a number of days before today; after it where negative. */
  daysAgo(days: number): StudioDay {
    return addDays(this.today, -days);
  }

  /**
   * The instant of a minute of the studio's clock. Counted from the end of the day, because clocks
   * change in its first hours, when nobody trains.
   */
  at(day: StudioDay, minuteOfDay: number): Date {
    return new Date(this.endOf(day) - (1440 - minuteOfDay) * MINUTE_MS);
  }

  /** The last second of a day. */
  lastSecondOf(day: StudioDay): Date {
    return new Date(this.endOf(day) - 1000);
  }

  /** 0 for Sunday to 6 for Saturday. */
  weekdayOf(day: StudioDay): number {
    return new Date(`${day}T00:00:00Z`).getUTCDay();
  }

  private endOf(day: StudioDay): number {
    let end = this.endings.get(day);
    if (end === undefined) {
      end = startOfStudioDay(addDays(day, 1), this.timeZone).getTime();
      this.endings.set(day, end);
    }
    return end;
  }
}
