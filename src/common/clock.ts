/** The one source of "now", so that tests can choose it. Business code never asks `Date` itself. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
