import { Injectable } from '@nestjs/common';

/** The one source of "now", so that tests can choose it. Business code never asks `Date` itself. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
