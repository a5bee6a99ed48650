import { currentAccount } from '../api/account.js';
import { addUsage, undoUsage } from '../api/generated/sdk.gen.js';
import { oneAtATime } from '../api/one-at-a-time.js';
import { ApiProblem, ask } from '../api/problem.js';
import { changeTap, changeTaps, currentTaps, loadTaps } from './tap-store.js';
import { isTooOld, isWaiting, MOST_TAPS, type Tap, type TapAnswer, type UndoTap } from './tap.js';

/** Pauses while the studio cannot be reached: 2 s, doubled up to a minute. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** A refusal is told by a toast so long after the tap; later ones wait to be read. */
const FRESH_MS = 30_000;

/** What the rest of the app does with the answers. */
export interface TapListener {
  onAnswer(tap: Tap, answer: TapAnswer): void;
  onRefusal(tap: Tap, problem: ApiProblem): void;
}

/** Too many taps wait on this device. */
export class TooManyTaps extends Error {}

/** Sends the taps of who is signed in, one after the other, until each has an answer. */
export class TapSender {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private isSending = false;
  private isAskedAgain = false;

  constructor(private readonly listener: TapListener) {}

  start(): void {
    window.addEventListener('online', this.sendNow);
    document.addEventListener('visibilitychange', this.sendNow);
    void loadTaps().then(this.sendNow);
  }

  stop(): void {
    window.removeEventListener('online', this.sendNow);
    document.removeEventListener('visibilitychange', this.sendNow);
    clearTimeout(this.timer);
  }

  /** Keeps the tap on the device, then sends it. Throws `TooManyTaps` and keeps nothing. */
  async tap(tap: Tap): Promise<void> {
    await changeTaps((taps) => {
      if (taps.length >= MOST_TAPS) throw new TooManyTaps();
      return [...taps, tap];
    });
    this.sendNow();
  }

  /** Takes a "session used" back: before it was sent there is nothing to undo. */
  async takeBack(key: string): Promise<void> {
    await changeTap(key, (tap) => {
      if (tap.kind !== 'use') return tap;
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
    // Surely nothing arrives: what is not tried can still be taken back without a trace.
    if (!navigator.onLine) return;
    for (;;) {
      const userId = currentAccount()?.user.id;
      const tap = currentTaps().find((one) => userId !== undefined && isWaiting(one, userId));
      if (!tap) return;
      if (isTooOld(tap, Date.now())) await refuse(tap, 'too_old');
      else if (!(await this.send(tap))) return;
    }
  }

  /** Whether there is an answer, of whatever kind. */
  private async send(tap: Tap): Promise<boolean> {
    // Counted before it is sent: the app may be closed before the answer is there.
    await changeTap(tap.key, (one) => ({ ...one, tries: one.tries + 1 }));
    try {
      const answer = await ask(call(tap));
      this.failures = 0;
      await this.settle(tap, answer);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem) || isPassing(error)) {
        this.sendLater();
        return false;
      }
      await this.onRefusal(tap, error);
      return true;
    }
  }

  private async settle(tap: Tap, answer: TapAnswer): Promise<void> {
    // It may have been taken back while it was under way.
    const now = currentTaps().find(({ key }) => key === tap.key) ?? tap;
    this.listener.onAnswer(now, answer);
    await changeTap(tap.key, (one) =>
      one.kind === 'use' && one.takenBack ? undoOf(one, answer) : null,
    );
  }

  private async onRefusal(tap: Tap, problem: ApiProblem): Promise<void> {
    // The sign-in is over: the tap waits for the same person to sign in again.
    if (problem.status === 401) throw problem;
    const isFresh = Date.now() - tap.at < FRESH_MS && document.visibilityState === 'visible';
    const takenBack = tap.kind === 'use' && tap.takenBack;
    if (isFresh || takenBack) await changeTap(tap.key, () => null);
    else await refuse(tap, problem.code);
    if (!takenBack) this.listener.onRefusal(tap, problem);
  }

  private sendLater(): void {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.sendNow, pause);
  }
}

async function refuse({ key }: Tap, code: string): Promise<void> {
  await changeTap(key, (tap) => ({ ...tap, refused: code }));
}

function call(tap: Tap) {
  const { memberId, key, reason } = tap;
  const headers = { 'Idempotency-Key': key };
  const why = reason === null ? {} : { reason };
  if (tap.kind === 'undo') {
    const { usageId } = tap;
    return undoUsage({ path: { memberId, usageId }, body: why, headers });
  }
  const { packageId, usageDate } = tap;
  const which = packageId === null ? {} : { packageId };
  return addUsage({ path: { memberId }, body: { usageDate, ...which, ...why }, headers });
}

/** The key is made from the first one, so that it is the same wherever the app was interrupted. */
function undoOf(tap: Tap, { usage, package: { id } }: TapAnswer): UndoTap {
  const { key, userId, memberId, memberName, at } = tap;
  return {
    ...{ key: `${key}-undo`, userId, memberId, memberName, at, tries: 0, kind: 'undo' },
    ...{ usageId: usage.id, packageId: id, usageDate: usage.usageDate, reason: null },
  };
}

/** The studio is busy or broken, and said so: nothing happened yet that can be told. */
function isPassing({ status }: ApiProblem): boolean {
  return status === 408 || status === 429 || status >= 500;
}
