import { currentAccount } from '../api/account.js';
import { addUsage, undoUsage } from '../api/generated/sdk.gen.js';
import type { UsageDto } from '../api/generated/types.gen.js';
import { oneAtATime } from '../api/one-at-a-time.js';
import { ApiProblem, ask } from '../api/problem.js';
import { HeldUpMembers } from './held-up-members.js';
import { changeTap, changeTaps, currentTaps, loadTaps } from './tap-store.js';
import {
  isOpen,
  isOver,
  isTooOld,
  isWaiting,
  MOST_TAPS,
  ofCoach,
  type Tap,
  type TapAnswer,
  type UndoTap,
  type UseTap,
  usageOf,
  whyOf,
} from './tap.js';

/** Pauses while the server cannot be reached: 2 s, doubled up to a minute. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** A refusal within this time after the tap is shown as a toast; a later one stays in the list. */
const FRESH_MS = 30_000;

/** What the rest of the app does with the answers. */
export interface TapListener {
  onAnswer(tap: Tap, answer: TapAnswer): void;
  onRefusal(tap: Tap, problem: ApiProblem): void;
}

/** The queue of this device is full. */
export class TooManyTaps extends Error {}

/** Sends the taps of who is signed in, one after the other, until each has an answer. */
export class TapSender {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  /** Until then the server wants nothing more of this person. */
  private quietUntilMs = 0;
  private readonly heldUp = new HeldUpMembers();
  private isSending = false;
  private isAskedAgain = false;
  private isStarted = false;

  constructor(private readonly listener: TapListener) {}

  start(): void {
    this.isStarted = true;
    window.addEventListener('online', this.sendNow);
    document.addEventListener('visibilitychange', this.sendNow);
    void loadTaps().then(this.sendNow);
  }

  stop(): void {
    this.isStarted = false;
    window.removeEventListener('online', this.sendNow);
    document.removeEventListener('visibilitychange', this.sendNow);
    clearTimeout(this.timer);
  }

  /** Keeps the tap on the device, then sends it. Throws `TooManyTaps` and keeps nothing. */
  async tap(tap: Tap): Promise<void> {
    await changeTaps((taps) => {
      const others = taps.filter((one) => !isOver(one, Date.now()));
      if (others.filter(isOpen).length >= MOST_TAPS) throw new TooManyTaps();
      return [...others, tap];
    });
    this.sendNow();
  }

  /**
   * Takes a "session used" back, once, whichever browser tab sent it: an arrived one is undone, one
   * under way will be undone, and one that was never sent is removed.
   */
  async takeBack(key: string): Promise<void> {
    await changeTap(key, (tap) => {
      if (tap.kind !== 'use' || tap.refused !== undefined) return tap;
      if (tap.arrived) return undoOf(tap, tap.arrived.usage, tap.base);
      return tap.tries === 0 ? null : { ...tap, takenBack: true };
    });
    this.sendNow();
  }

  /** Removes a tap that was refused and has been read. */
  async dismiss(key: string): Promise<void> {
    await changeTap(key, (tap) => (tap.refused === undefined ? tap : null));
  }

  readonly sendNow = (): void => {
    if (this.isSending) {
      this.isAskedAgain = true;
      return;
    }
    const quietMs = this.quietUntilMs - performance.now();
    if (quietMs > 0) {
      this.sendIn(quietMs);
      return;
    }
    this.isSending = true;
    clearTimeout(this.timer);
    void oneAtATime('taps', () => this.sendAll())
      .catch(() => this.sendLater())
      .finally(() => {
        this.isSending = false;
        if (this.isAskedAgain) {
          this.isAskedAgain = false;
          this.sendNow();
        }
      });
  };

  private async sendAll(): Promise<void> {
    // Another tab may have sent some while this one waited for its turn.
    await loadTaps();
    // Offline nothing arrives; a tap without an attempt can still be removed from the queue.
    if (!navigator.onLine) return;
    const blockedMembers = new Set<number>();
    for (;;) {
      const account = currentAccount();
      if (!account) break;
      const mayBeSent = (one: Tap) =>
        isWaiting(one, account.user.id) && !blockedMembers.has(one.memberId);
      const tap = this.heldUp.next(currentTaps().filter(mayBeSent));
      if (!tap) break;
      if (isTooOld(tap, Date.now())) await refuse(tap, 'too_old');
      else if (!(await this.send(tap, account.accessToken))) blockedMembers.add(tap.memberId);
    }
    if (blockedMembers.size > 0) this.sendLater();
  }

  /**
   * Whether there is a final answer; without one, the member's later taps wait behind it.
   * Throws `Unreachable` where the server does not answer, and where it wants no more for a while.
   */
  private async send(tap: Tap, accessToken: string): Promise<boolean> {
    // Counted before it is sent: the app may be closed before the answer is there.
    const counted = await changeTap(tap.key, (one) => ({ ...one, tries: one.tries + 1 }));
    // Taken back, or sent by another tab, in the meantime.
    if (!counted) return true;
    try {
      const answer = await ask(call(counted, accessToken));
      this.failures = 0;
      this.heldUp.remove(tap.memberId);
      await this.applyAnswer(counted, answer);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status === 429) this.beQuiet(error);
      if (error.status === 503 && error.retryAfterMs > 0) {
        // Perhaps only this member's books are busy: the others come first the next time.
        this.heldUp.moveToEnd(tap.memberId);
        this.beQuiet(error);
      }
      if (error.isTemporary) return false;
      this.heldUp.remove(tap.memberId);
      await this.onRefusal(counted, error);
      return true;
    }
  }

  /**
   * Sends nothing for as long as the server asks, and up to half as long again, so that all whom it
   * has sent away do not come back at once. Throws the refusal: what follows would get it, too.
   */
  private beQuiet(refusal: ApiProblem): never {
    const askedMs = Math.min(LONGEST_PAUSE_MS, refusal.retryAfterMs);
    this.quietUntilMs = performance.now() + askedMs * (1 + Math.random() / 2);
    throw refusal;
  }

  private async applyAnswer(tap: Tap, answer: TapAnswer): Promise<void> {
    const { id: packageId, version } = answer.package;
    // It may have been taken back while it was under way.
    const now = currentTaps().find(({ key }) => key === tap.key) ?? tap;
    this.listener.onAnswer(now, answer);
    await changeTaps((taps) =>
      taps.flatMap((one) => {
        if (one.key === tap.key) return answered(one, answer);
        // Queued taps of the same package were made on the same balance, and apply after this one.
        const isBehind = one.base?.packageId === packageId && one.base.version < version;
        return isBehind && isOpen(one) ? { ...one, base: { packageId, version } } : one;
      }),
    );
  }

  private async onRefusal(tap: Tap, problem: ApiProblem): Promise<void> {
    // The sign-in is over, or lacks a second factor: the tap waits until the same person has one.
    if (problem.status === 401 || problem.code === 'second_factor_demanded') throw problem;
    const isFresh = Date.now() - tap.at < FRESH_MS && document.visibilityState === 'visible';
    const takenBack = isTakenBack(tap);
    // Somebody else has undone it already, which is the wanted state.
    const isAlreadyUndone = tap.kind === 'undo' && problem.code === 'already_undone';
    if (isFresh || takenBack || isAlreadyUndone) await changeTap(tap.key, () => null);
    else await refuse(tap, problem.code);
    if (!takenBack) this.listener.onRefusal(tap, problem);
  }

  private sendLater(): void {
    this.sendIn(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures));
    this.failures += 1;
  }

  private sendIn(pauseMs: number): void {
    clearTimeout(this.timer);
    // What was under way when it was stopped begins nothing more.
    if (this.isStarted) this.timer = setTimeout(this.sendNow, pauseMs);
  }
}

async function refuse({ key }: Tap, code: string): Promise<void> {
  await changeTap(key, (tap) => ({ ...tap, refused: code }));
}

/** As it is now: it may have been taken back while it was under way. */
function isTakenBack({ key }: Tap): boolean {
  const now = currentTaps().find((one) => one.key === key);
  return now?.kind === 'use' && now.takenBack === true;
}

function answered(tap: Tap, { usage, package: { id: packageId, version } }: TapAnswer): Tap[] {
  if (tap.kind === 'undo') return [];
  const base = { packageId, version };
  if (tap.takenBack) return [undoOf(tap, usage, base)];
  return [{ ...tap, base, arrived: { usage, at: Date.now() } }];
}

/** With the token of who tapped: somebody else may sign in while it is under way. */
function call(tap: Tap, accessToken: string) {
  const { memberId } = tap;
  const headers = { 'Idempotency-Key': tap.key, Authorization: `Bearer ${accessToken}` };
  const why = { ...whyOf(tap), ...ofCoach(tap) };
  if (tap.kind === 'undo') {
    return undoUsage({ path: { memberId, usageId: tap.usageId }, body: why, headers });
  }
  return addUsage({ path: { memberId }, body: { ...usageOf(tap), ...why }, headers });
}

/** The key is made from the first one, so that it is the same wherever the app was interrupted. */
function undoOf(tap: UseTap, usage: UsageDto, base: Tap['base']): UndoTap {
  const { key, userId, memberId, memberName, at } = tap;
  const { id: usageId, packageId, usageDate, again } = usage;
  return {
    ...{ key: `${key}-undo`, userId, memberId, memberName, at, tries: 0, kind: 'undo', base },
    ...{ usageId, packageId, usageDate, reason: null, again, ...ofCoach(tap) },
  };
}
