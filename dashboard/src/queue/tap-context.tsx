import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { newKey } from '../api/one-at-a-time.js';
import { useUser } from '../api/account.js';
import type { MemberDto, UsageDto } from '../api/generated/types.gen.js';
import { putPackage, putUsedToday, readAgain } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { studioToday } from '../ui/dates.js';
import { tellRefusal, tellTooMany, tellUndone, tellUsed } from './tap-toasts.js';
import { type TapListener, TapSender, TooManyTaps } from './tap-sender.js';
import type { Tap, UseTap } from './tap.js';

type Person = Pick<MemberDto, 'id' | 'firstName' | 'lastName'>;

/** What a coach does with one tap. Each is kept on the device until the studio has answered. */
export interface Taps {
  /** A session is used, today unless another day is named. */
  useSession(
    member: Person,
    more?: Partial<Pick<UseTap, 'usageDate' | 'packageId' | 'reason'>>,
  ): void;
  /** A used session is given back. */
  undo(member: Person, usage: UsageDto, reason?: string): void;
  readonly sender: TapSender;
}

const TapsContext = createContext<Taps | null>(null);

/** The taps of who is signed in. */
export function useTapping(): Taps {
  const taps = useContext(TapsContext);
  if (!taps) throw new Error('TapProvider is missing');
  return taps;
}

export function TapProvider({ children }: { readonly children: ReactNode }) {
  const cache = useQueryClient();
  const { timeZone } = useStudio();
  const userId = useUser()?.id ?? 0;

  const taps = useMemo(() => {
    const listener: TapListener = {
      onAnswer(tap, { usage, package: changed }) {
        putPackage(cache, changed);
        if (tap.usageDate === studioToday(timeZone)) {
          putUsedToday(cache, tap.memberId, tap.kind === 'use');
        }
        if (tap.kind === 'undo') tellUndone(tap, changed);
        else tellUsed(tap, { left: changed.remaining, undo: () => void undoBy(usage) });
        void readAgain(cache);

        function undoBy({ id }: UsageDto) {
          const { usageDate } = usage;
          const base = tapBase({ id: tap.memberId, name: tap.memberName }, userId);
          const more = { packageId: changed.id, usageDate, reason: null };
          return keep({ ...base, kind: 'undo', usageId: id, ...more });
        }
      },
      onRefusal(tap, problem) {
        tellRefusal(tap, problem);
        void readAgain(cache);
      },
    };
    const sender = new TapSender(listener);

    async function keep(tap: Tap): Promise<void> {
      try {
        await sender.tap(tap);
      } catch (error) {
        if (!(error instanceof TooManyTaps)) throw error;
        tellTooMany();
      }
    }

    function useSession(member: Person, more: Partial<UseTap> = {}): void {
      const today = studioToday(timeZone);
      const base = tapBase({ id: member.id, name: nameOf(member) }, userId);
      const what = { usageDate: today, packageId: null, reason: null, ...more };
      const tap: UseTap = { ...base, kind: 'use', ...what };
      tellUsed(tap, { left: undefined, undo: () => void sender.takeBack(tap.key) });
      void keep(tap);
    }

    function undo(member: Person, usage: UsageDto, reason?: string): void {
      const { id: usageId, packageId, usageDate } = usage;
      const base = tapBase({ id: member.id, name: nameOf(member) }, userId);
      const why = reason === undefined || reason === '' ? null : reason;
      void keep({ ...base, kind: 'undo', usageId, packageId, usageDate, reason: why });
    }
    return { useSession, undo, sender };
  }, [cache, timeZone, userId]);

  useEffect(() => {
    taps.sender.start();
    return () => taps.sender.stop();
  }, [taps]);

  return <TapsContext value={taps}>{children}</TapsContext>;
}

function nameOf({ firstName, lastName }: Person): string {
  return `${firstName} ${lastName}`.trim();
}

function tapBase(member: { id: number; name: string }, userId: number) {
  const at = Date.now();
  return {
    ...{ key: newKey(), userId, memberId: member.id, memberName: member.name },
    ...{ at, tries: 0 },
  };
}
