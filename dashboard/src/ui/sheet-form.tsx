import { Button, Stack } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import classes from './sheet-form.module.css';
import { SendError } from './send-error.js';
import type { Sending } from './use-sending.js';

interface Props {
  readonly sending: Pick<Sending<never>, 'error' | 'isSending'>;
  readonly onSubmit: () => void;
  readonly save: string;
  /** Whether saving takes something away from a member. */
  readonly isDestructive?: boolean;
  /** What can be done instead, below why it was not saved. */
  readonly instead?: ReactNode;
  readonly children: ReactNode;
}

/**
 * The form of a sheet: shows errors, and moves the focus to the first invalid field; without one,
 * back to the button, which cannot have it while it is busy.
 */
export function SheetForm({ sending, onSubmit, save, isDestructive, instead, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [submits, setSubmits] = useState(0);
  useEffect(() => {
    if (submits === 0 || sending.isSending) return;
    const invalid = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (invalid) invalid.focus();
    else if (document.activeElement === document.body) button.current?.focus();
  }, [submits, sending.isSending]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSubmits((count) => count + 1);
    if (!sending.isSending) onSubmit();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className={classes.form}>
      <Stack>
        {children}
        <SendError error={sending.error} />
        {instead}
        <Button
          ref={button}
          type="submit"
          size="lg"
          fullWidth
          loading={sending.isSending}
          className={isDestructive ? classes.destructive : undefined}
        >
          {save}
        </Button>
      </Stack>
    </form>
  );
}
