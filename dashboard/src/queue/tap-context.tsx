import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useUser } from '../api/account.js';
import type { MemberDto, UsageDto } from '../api/generated/types.gen.js';
import { newKey } from '../api/one-at-a-time.js';
import { putPackage, putUsedToday, refetchChanged } from '../data/cache.js';
import { useOfCoach } from '../data/covering.js';
import { useStudio } from '../data/queries.js';
import { studioToday } from '../ui/dates.js';
import { nameOf } from '../ui/names.js';
import type { whyPart } from '../ui/why.js';
import { type TapListener, TapSender, TooManyTaps } from './tap-sender.js';
import {
  hideTapToast,
  showRefusedToast,
  showTooManyToast,
  showUndoneToast,
  showUndoQueuedToast,
  showUsedToast,
} from './tap-toasts.js';
import { baseOf, leavesDay, type Tap, type TapAnswer, type UseTap } from './tap.js';

type Person = Pick<MemberDto, 'id' | 'firstName' | 'lastName' | 'packages'>;
type UseDetails = Partial<
  Pick<
    UseTap,
    'usageDate' | 'packageId' | 'reason' | 'reasonCode' | 'key' | 'tries' | 'again' | 'attendance'
  >
>;

/** The actions of one tap. Each is kept on the device until the server has answered. */
export interface Tapping {
  /** Counts a session: today, from the next package, unless the details say otherwise. */
  markSessionUsed(member: Person, details?: UseDetails): void;
  /** Undoes a usage. */
  undo(member: Person, usage: UsageDto, why?: ReturnType<typeof whyPart>): void;
  /** Shows the toast with Undo for a usage that a form has sent by itself. */
  showSent(member: Person, answer: TapAnswer, key: string): void;
  readonly sender: TapSender;
}

/** The taps for a coach, or for oneself. */
type TappingFor = (coachId?: number) => Tapping;

const TappingContext = createContext<TappingFor | null>(null);

/** The taps of who is signed in. */
export function useTapping(): Tapping {
  const tappingFor = useContext(TappingContext);
  const { coachId } = useOfCoach();
  return useMemo(() => {
    if (!tappingFor) throw new Error('TapProvider is missing');
    return tappingFor(coachId);
  }, [tappingFor, coachId]);
}

/** Sends the taps of who is signed in for as long as it is shown. */
export function TapProvider({ children }: { readonly children: ReactNode }) {
  const cache = useQueryClient();
  const { timeZone } = useStudio();
  const userId = useUser()?.id ?? 0;
  const { sender, tappingFor } = useMemo(
    () => tappingOf(cache, timeZone, userId),
    [cache, timeZone, userId],
  );
  useEffect(() => {
    sender.start();
    return () => sender.stop();
  }, [sender]);
  return <TappingContext value={tappingFor}>{children}</TappingContext>;
}

function tappingOf(
  cache: QueryClient,
  timeZone: string,
  userId: number,
): { sender: TapSender; tappingFor: TappingFor } {
  const sender: TapSender = new TapSender(listenerOf(cache, timeZone, showUsed));

  function showUsed(tap: UseTap, left?: number | null): void {
    showUsedToast(tap, { left, undo: () => void sender.takeBack(tap.key) });
  }

  async function keep(tap: Tap): Promise<void> {
    try {
      await sender.tap(tap);
    } catch (error) {
      if (!(error instanceof TooManyTaps)) throw error;
      hideTapToast(tap);
      showTooManyToast();
    }
  }

  const tappingAs = (who: Pick<Tap, 'userId' | 'coachId'>): Tapping => ({
    sender,
    markSessionUsed(member, details = {}) {
      const { packageId = null } = details;
      const usageDate = studioToday(timeZone);
      const what = { kind: 'use' as const, usageDate, packageId, reason: null };
      const tap: UseTap = {
        ...tapOf(member, who),
        ...what,
        base: baseOf(member, packageId),
        ...details,
      };
      showUsed(tap);
      void keep(tap);
    },
    undo(member, { id: usageId, packageId, usageDate, again }, { reason, reasonCode } = {}) {
      const what = { kind: 'undo' as const, usageId, packageId, usageDate, again };
      const why = { reason: reason ?? null, reasonCode: reasonCode ?? null };
      const tap: Tap = {
        ...tapOf(member, who),
        ...what,
        ...why,
        base: baseOf(member, packageId),
      };
      if (!navigator.onLine) showUndoQueuedToast(tap);
      void keep(tap);
    },
    showSent(member, { usage, package: changed }, key) {
      const { packageId, reason, again } = usage;
      const base = { packageId, version: changed.version };
      const arrived = { usage, at: Date.now() };
      const usageDate = usage.usageDate ?? studioToday(timeZone);
      const what = { kind: 'use' as const, usageDate, packageId, reason, again, base, arrived };
      const tap: UseTap = { ...tapOf(member, who), ...what, key };
      showUsed(tap, changed.remaining);
      void keep(tap);
    },
  });
  const tappingFor: TappingFor = (coachId) =>
    tappingAs(coachId === undefined ? { userId } : { userId, coachId });
  return { sender, tappingFor };
}

function tapOf(person: Person, who: Pick<Tap, 'userId' | 'coachId'>) {
  const { id: memberId } = person;
  return { ...who, key: newKey(), memberId, memberName: nameOf(person), at: Date.now(), tries: 0 };
}

/** Applies the answers to the cache, and shows them as toasts. */
function listenerOf(
  cache: QueryClient,
  timeZone: string,
  showUsed: (tap: UseTap, left: number | null) => void,
): TapListener {
  return {
    onAnswer(tap, answer) {
      putPackage(cache, answer.package);
      if (tap.usageDate === studioToday(timeZone) && !leavesDay(tap)) {
        putUsedToday(cache, tap.memberId, tap.kind === 'use');
      }
      if (tap.kind === 'undo') showUndoneToast(tap, answer.package);
      else if (!tap.takenBack) showUsed(tap, answer.package.remaining);
      void refetchChanged(cache);
    },
    onRefusal(tap, problem) {
      showRefusedToast(tap, problem);
      void refetchChanged(cache);
    },
  };
}
