import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Cleanup } from '../audit/cleanup.service.js';
import { DAY_MS, MINUTE_MS } from '../common/durations.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { failuresOf, mustCountFirst, networkOf, pauseLeftMs, withOneMore } from './guess-rules.js';
import { derivedKeysOf } from './jwt-keys.js';
import { SignInPlace } from './sign-in-place.entity.js';
import { type PlaceKey, SignInPlacesRepository } from './sign-in-places.repository.js';

/** For so long a network stays known after the last sign-in from there must have ended. */
const KNOWN_AFTER_DAYS = 30;
/** Further networks of one person push out those that were used longest ago. */
const MOST_NETWORKS = 20;
/** All networks together that the account is not known at. */
const ELSEWHERE = '';
/** Of four hexadecimal digits there are 65,536: so many accounts, invented or not, have counts. */
const SLOT_DIGITS = 4;
/** What sets the key of digests apart from everything else that hangs on the secret. */
const OF_DIGESTS = 'sign-in accounts and networks';

/** Who tries to sign in: an account that may not exist, and an IP address. */
export interface Caller {
  /** In lower case. */
  readonly email: string;
  readonly ip: string;
}

/** A try to sign in, and what was known of its account when it began. */
export interface Try {
  /** The network that it comes from, as a place of its account. */
  readonly home: PlaceKey;
  /** Where it counts that comes from no network that the account is known at. */
  readonly elsewhere: PlaceKey;
  /** The row of `home`, also of one that is known no more. */
  readonly homeRow: SignInPlace | undefined;
  /** The row where this one counts, as it was. */
  readonly row: SignInPlace | undefined;
  readonly isAtHome: boolean;
  /** Whether failures count there that a success would forget. */
  readonly hasFailures: boolean;
  /** So many have failed that this one counts as a failure before its password is looked at. */
  readonly countsFirst: boolean;
}

/**
 * Counts wrong passwords by account, in the database, so that no number of addresses, processes or
 * restarts makes more guesses. Networks from which the person signed in lately count for
 * themselves: guesses from elsewhere keep nobody out who signs in from there.
 *
 * What is kept is the same for accounts that do not exist, and of them there are as many as there
 * are slots. E-mail addresses and networks are kept as digests by a key that hangs on the secret:
 * nobody has to read them, and a stolen copy tells none.
 */
@Injectable()
export class SignInGuesses {
  private readonly key: Buffer;
  private readonly knownForMs: number;

  constructor(
    private readonly places: SignInPlacesRepository,
    config: Config,
    cleanup: Cleanup,
  ) {
    cleanup.register(SignInPlace);
    // Who stays signed in gives no password meanwhile, and must find the way back all the same.
    this.knownForMs = (config.signInDays + KNOWN_AFTER_DAYS) * DAY_MS;
    // That of now alone: while a secret retires, networks become known anew.
    [this.key] = derivedKeysOf(config, OF_DIGESTS);
  }

  /** Begins a try. Throws `too_many_attempts` where the account must wait: nothing counts then. */
  async begin(tx: Tx, { email, ip }: Caller, now: Date): Promise<Try> {
    const account = this.digestOf('account', email);
    const home = { account, place: this.digestOf('network', networkOf(ip)) };
    const elsewhere = { account: account.slice(0, SLOT_DIGITS), place: ELSEWHERE };
    const rows = await this.places.find(tx, home, elsewhere);
    const homeRow = rows.find(({ place }) => place !== ELSEWHERE);
    const isAtHome = homeRow !== undefined && homeRow.expiresAt > now;
    const row = isAtHome ? homeRow : rows.find(({ place }) => place === ELSEWHERE);
    requireNoPause(row, now);
    const hasFailures = failuresOf(row, now) > 0;
    const countsFirst = mustCountFirst(row, now);
    return { home, elsewhere, homeRow, row, isAtHome, hasFailures, countsFirst };
  }

  /**
   * Counts a try as a failure: before its password is looked at where it says so, else when that
   * was wrong. Throws `too_many_attempts` where others have made the account wait meanwhile.
   */
  async count(tx: Tx, { home, elsewhere, isAtHome, countsFirst }: Try, now: Date): Promise<void> {
    const known = isAtHome ? await this.places.lock(tx, home) : undefined;
    const row = known ?? (await this.places.lock(tx, elsewhere));
    if (countsFirst) requireNoPause(row, now);
    const next = withOneMore(row, now, { isKnownPlace: known !== undefined });
    if (known) {
      const expiresAt = new Date(Math.max(known.expiresAt.getTime(), next.countsUntil.getTime()));
      this.places.update(tx, { ...home, ...next, expiresAt });
      return;
    }
    const counted = { ...elsewhere, ...next, expiresAt: next.countsUntil };
    if (row) this.places.update(tx, counted);
    else await this.places.add(tx, counted);
  }

  /**
   * Takes back a try that was counted first, and was neither wrong nor a success. Where others have
   * failed meanwhile, it stays counted.
   */
  async takeBack(tx: Tx, { home, elsewhere, isAtHome, row }: Try): Promise<void> {
    const key = isAtHome ? home : elsewhere;
    const now = await this.places.lock(tx, key);
    if (row && now?.failures === row.failures + 1) this.places.update(tx, row);
  }

  /** The password was right: nothing counts any more of what came from there. */
  forgive(tx: Tx, { home, homeRow, elsewhere, isAtHome }: Try): void {
    if (isAtHome && homeRow) {
      this.places.update(tx, { ...home, ...NO_FAILURES, expiresAt: homeRow.expiresAt });
    } else this.places.remove(tx, elsewhere);
  }

  /**
   * The person is in: nothing counts any more of what came from there, and the network is known
   * from now on. Where it was, and nothing failed, that is written once a day.
   */
  async welcome(tx: Tx, found: Try, now: Date): Promise<void> {
    const { home, homeRow, elsewhere, isAtHome, hasFailures } = found;
    const expiresAt = new Date(now.getTime() + this.knownForMs);
    const row = { ...home, ...NO_FAILURES, expiresAt };
    // By itself, first: behind a row that another device has added, nothing else may be refused.
    if (!homeRow) await this.keep(tx, row);
    if (hasFailures && !isAtHome) this.places.remove(tx, elsewhere);
    if (!homeRow) return;
    const isOld = homeRow.expiresAt.getTime() < expiresAt.getTime() - DAY_MS;
    if (isOld || (hasFailures && isAtHome)) this.places.update(tx, row);
  }

  private async keep(tx: Tx, row: SignInPlace): Promise<void> {
    // The second of two at the same moment finds it there.
    if (!(await this.places.addIfMissing(tx, row))) return;
    const beyond = await this.places.findBeyond(tx, row.account, MOST_NETWORKS);
    for (const key of beyond) this.places.remove(tx, key);
  }

  private digestOf(what: 'account' | 'network', text: string): string {
    return createHmac('sha256', this.key).update(`${what} ${text}`).digest('hex');
  }
}

const NO_FAILURES = { failures: 0, pausedUntil: null, countsUntil: null };

function requireNoPause(row: SignInPlace | undefined, now: Date): void {
  const pauseMs = pauseLeftMs(row, now);
  if (pauseMs === 0) return;
  const minutes = Math.ceil(pauseMs / MINUTE_MS);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const detail = `Too many wrong passwords for this account. Try again in ${wait}.`;
  throw new Problem('too_many_attempts', detail, { retryAfter: Math.ceil(pauseMs / 1_000) });
}
