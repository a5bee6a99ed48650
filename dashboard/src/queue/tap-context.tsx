import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useUser } from '../api/account.js';
import type { MemberDto, UsageDto } from '../api/generated/types.gen.js';
import { newKey } from '../api/one-at-a-time.js';
import { putPackage, putUsedToday, readAgain } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { studioToday } from '../ui/dates.js';
import { type TapListener, TapSender, TooManyTaps } from './tap-sender.js';
import { tellRefusal, tellTooMany, tellUndone, tellUndoWaits, tellUsed } from './tap-toasts.js';
import type { Tap, TapAnswer, UseTap } from './tap.js';

type Person = Pick<MemberDto, 'id' | 'firstName' | 'lastName'>;
type UseDetails = Partial<Pick<UseTap, 'usageDate' | 'packageId' | 'reason' | 'key' | 'tries'>>;

/** What a coach does with one tap. Each is kept on the device until the studio has answered. */
export interface Tapping {
  /** A session is used: today, of the next package, unless the details say otherwise. */
  useSession(member: Person, details?: UseDetails): void;
  /** A used session is given back. */
  undo(member: Person, usage: UsageDto, reason?: string): void;
  /** Says with Undo what a form has sent by itself. */
  told(member: Person, answer: TapAnswer, key: string): void;
  readonly sender: TapSender;
}

const TappingContext = createContext<Tapping | null>(null);

/** The taps of who is signed in. */
export function useTapping(): Tapping {
  const tapping = useContext(TappingContext);
  if (!tapping) throw new Error('TapProvider is missing');
  return tapping;
}

/** Sends the taps of who is signed in for as long as it is shown. */
export function TapProvider({ children }: { readonly children: ReactNode }) {
  const cache = useQueryClient();
  const { timeZone } = useStudio();
  const userId = useUser()?.id ?? 0;
  const tapping = useMemo(() => tappingOf(cache, timeZone, userId), [cache, timeZone, userId]);
  useEffect(() => {
    tapping.sender.start();
    return () => tapping.sender.stop();
  }, [tapping]);
  return <TappingContext value={tapping}>{children}</TappingContext>;
}

function tappingOf(cache: QueryClient, timeZone: string, userId: number): Tapping {
  const listener: TapListener = {
    onAnswer(tap, answer) {
      putPackage(cache, answer.package);
      if (tap.usageDate === studioToday(timeZone)) {
        putUsedToday(cache, tap.memberId, tap.kind === 'use');
      }
      if (tap.kind === 'undo') tellUndone(tap, answer.package);
      else tellWithUndo(tap, answer);
      void readAgain(cache);
    },
    onRefusal(tap, problem) {
      tellRefusal(tap, problem);
      void readAgain(cache);
    },
  };
  const sender = new TapSender(listener);

  function tapOf({ id: memberId, firstName, lastName }: Person) {
    const memberName = `${firstName} ${lastName}`.trim();
    return { key: newKey(), userId, memberId, memberName, at: Date.now(), tries: 0 };
  }

  function tellWithUndo(tap: UseTap, { usage, package: { remaining } }: TapAnswer): void {
    tellUsed(tap, { left: remaining, undo: () => void keep(undoOf(tap, usage, null)) });
  }

  async function keep(tap: Tap): Promise<void> {
    try {
      await sender.tap(tap);
      if (tap.kind === 'undo' && !navigator.onLine) tellUndoWaits(tap);
    } catch (error) {
      if (!(error instanceof TooManyTaps)) throw error;
      tellTooMany();
    }
  }

  return {
    sender,
    useSession(member, details = {}) {
      const usageDate = studioToday(timeZone);
      const what = { kind: 'use' as const, usageDate, packageId: null, reason: null };
      const tap: UseTap = { ...tapOf(member), ...what, ...details };
      tellUsed(tap, { left: undefined, undo: () => void sender.takeBack(tap.key) });
      void keep(tap);
    },
    undo(member, usage, reason) {
      void keep(undoOf(tapOf(member), usage, reason === '' ? null : (reason ?? null)));
    },
    told(member, answer, key) {
      const { usageDate, packageId, reason } = answer.usage;
      const what = { kind: 'use' as const, usageDate: usageDate ?? '', packageId, reason };
      tellWithUndo({ ...tapOf(member), ...what, key }, answer);
    },
  };
}

/** The tap that gives a usage back. */
function undoOf(
  tap: Pick<Tap, 'userId' | 'memberId' | 'memberName'>,
  usage: UsageDto,
  reason: string | null,
): Tap {
  const { userId, memberId, memberName } = tap;
  const { id: usageId, packageId, usageDate } = usage;
  const who = { key: newKey(), userId, memberId, memberName, at: Date.now(), tries: 0 };
  return { ...who, kind: 'undo', usageId, packageId, usageDate, reason };
}
