import { Button } from '@mantine/core';
import { IconPrinter, IconShare } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { words } from '../texts/payments.js';
import { CopyButton } from '../ui/copy-button.js';
import classes from './receipt.module.css';

interface Props {
  readonly number: number;
  /** The receipt as a text. */
  readonly text: string;
  /** What can be done with the money. */
  readonly children: ReactNode;
}

/** What can be done with a receipt: print it and share it. */
export function ReceiptActs({ number, text, children }: Props) {
  // The type has it always; browsers have it in secure contexts only, and not all of them.
  const canShare = 'share' in navigator;
  const share = () => {
    // Whoever closes the list of places to share with has changed their mind.
    void navigator.share({ title: words.number(number), text }).catch(() => undefined);
  };
  return (
    <div className={classes.acts}>
      <Button leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => window.print()}>
        {words.receipt.print}
      </Button>
      {canShare ? (
        <Button variant="default" leftSection={<IconShare size={20} aria-hidden />} onClick={share}>
          {words.receipt.share}
        </Button>
      ) : (
        <CopyButton text={text}>{words.receipt.copy}</CopyButton>
      )}
      {children}
    </div>
  );
}
