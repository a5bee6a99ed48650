import { Injectable } from '@nestjs/common';
import type { Fault } from './dialects/dialect.js';
import { driverErrorOf } from './faults.js';

/**
 * So many tries in a row, in so much time, met no database: then it is down. Less is a connection
 * that broke, or a server that starts anew, and whoever tries again is served.
 */
const TRIES = 3;
const FOR_MS = 2_000;
/** Tries further apart are no row. */
const ROW_ENDS_AFTER_MS = 5_000;

/**
 * Whether the database is known to be down: not slow, not full, but not there. The first answer of
 * it, whatever it says, ends that. Never so on the embedded database.
 */
@Injectable()
export class Outage {
  private tries = 0;
  private firstAtMs = 0;
  private latestAtMs = 0;
  private isUnderWay = false;
  private atItsBegin: () => void = () => undefined;

  get hasBegun(): boolean {
    return this.isUnderWay;
  }

  /** Who finds out when it is over. */
  whenItBegins(look: () => void): void {
    this.atItsBegin = look;
  }

  /** The database has done what it was asked. */
  noteAnswer(): void {
    this.tries = 0;
    this.isUnderWay = false;
  }

  /** A try has failed; also that may be an answer. */
  noteFailure(fault: Fault, error: unknown, nowMs = performance.now()): void {
    if (fault === 'connection_lost') this.noteLost(nowMs);
    else if (isFromDatabase(fault, error)) this.noteAnswer();
  }

  private noteLost(now: number): void {
    if (this.tries === 0 || now - this.latestAtMs > ROW_ENDS_AFTER_MS) {
      this.tries = 0;
      this.firstAtMs = now;
    }
    this.tries += 1;
    this.latestAtMs = now;
    if (this.isUnderWay || this.tries < TRIES || now - this.firstAtMs < FOR_MS) return;
    this.isUnderWay = true;
    this.atItsBegin();
  }
}

/** What has no number was thrown on this side; a server that is silent has said nothing. */
function isFromDatabase(fault: Fault, error: unknown): boolean {
  if (fault === 'timeout') return false;
  if (fault !== 'other') return true;
  for (let one = error; one instanceof Error; one = one.cause) {
    if ((driverErrorOf(one).errno ?? 0) > 0) return true;
  }
  return false;
}
