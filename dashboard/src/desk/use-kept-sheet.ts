import { type RefObject, useEffect, useRef, useState } from 'react';
import { hideChangeToast } from '../ui/change-toast.js';

/** A sheet beside the button that opens it. */
export interface KeptSheet {
  /** Whether it was ever opened: only then it is loaded. */
  readonly wasOpened: boolean;
  /** The `key` of the sheet: another one after it was done, so that the next begins afresh. */
  readonly round: number;
  readonly opened: boolean;
  open(): void;
  /** Closes it and keeps what was entered, in case it was closed by mistake. */
  close(): void;
  /** Closes it because what was entered is saved. */
  done(): void;
}

/**
 * Keeps a sheet loaded and what was entered in it from its first opening until it is done. The ref
 * is for the button that opens it, which gets the focus back afterwards.
 */
export function useKeptSheet(): [KeptSheet, RefObject<HTMLButtonElement | null>] {
  const [{ round, opened }, set] = useState({ round: 0, opened: false, isDone: true });
  const trigger = useRef<HTMLButtonElement>(null);
  const wasOpened = round > 0;
  useEffect(() => {
    if (wasOpened && !opened) trigger.current?.focus({ preventScroll: true });
  }, [wasOpened, opened]);
  const sheet: KeptSheet = {
    wasOpened,
    round,
    opened,
    open: () => {
      hideChangeToast();
      set(({ isDone, ...was }) => ({
        round: isDone ? was.round + 1 : was.round,
        opened: true,
        isDone: false,
      }));
    },
    close: () => set((was) => ({ ...was, opened: false })),
    done: () => set((was) => ({ ...was, opened: false, isDone: true })),
  };
  return [sheet, trigger];
}
