import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { beginSecondFactor } from '../api/generated/sdk.gen.js';
import type { NewSecondFactorDto, UserDto } from '../api/generated/types.gen.js';
import { ApiProblem, ask } from '../api/problem.js';
import { hideChangeToast, showNotSaved } from '../ui/change-toast.js';
import { sendErrorText } from '../ui/send-error.js';
import { useSending } from '../ui/use-sending.js';
import { t } from '../texts/texts.js';
import { part } from '../ui/part.js';

const TurnOnSheet = lazy(() => part(() => import('./turn-on-sheet.js')));

/** A button that begins to turn the second factor on, and the sheet that goes on with it. */
interface TurnOn {
  readonly button: ReactNode;
  /** Stays on the page whatever the page shows meanwhile: its codes are shown once. */
  readonly sheet: ReactNode;
  readonly isOpen: boolean;
}

export function useTurnOn(user: UserDto, onClosed: () => void): TurnOn {
  const [begun, setBegun] = useState<NewSecondFactorDto | null>(null);
  const sending = useSending(
    () => ask(beginSecondFactor()),
    (secret) => {
      hideChangeToast();
      setBegun(secret);
    },
    (error) => {
      // Who was asked for the password and closed the sheet knows why nothing happens.
      if (!(error instanceof ApiProblem && error.code === 'password_needed')) {
        showNotSaved(sendErrorText(error));
        onClosed();
      }
    },
  );
  const close = () => {
    setBegun(null);
    onClosed();
  };
  return {
    isOpen: begun !== null,
    button: (
      <Button fullWidth loading={sending.isSending} onClick={() => sending.send('begin')}>
        {t.account.factor.turnOn}
      </Button>
    ),
    sheet: begun !== null && (
      <Suspense>
        <TurnOnSheet user={user} begun={begun} onClose={close} />
      </Suspense>
    ),
  };
}
