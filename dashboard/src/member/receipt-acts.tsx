import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCashOff, IconPrinter, IconShare } from '@tabler/icons-react';
import type { PaymentDto, UserDto } from '../api/generated/types.gen.js';
import { words } from '../texts/payments.js';
import { CopyButton } from '../ui/copy-button.js';
import classes from '../desk/payments.module.css';
import { TakeBackSheet } from './take-back-sheet.js';

interface Props {
  readonly one: PaymentDto;
  readonly user: UserDto;
  /** The receipt as a text. */
  readonly text: string;
}

/** What can be done with a receipt: print it, share it, and take the payment back. */
export function ReceiptActs({ one, user, text }: Props) {
  const [isTakingBack, takingBack] = useDisclosure(false);
  const isDesk = user.role === 'admin' || user.role === 'staff';
  // The type has it always; browsers have it in secure contexts only, and not all of them.
  const canShare = 'share' in navigator;
  const share = () => {
    // Whoever closes the list of places to share with has changed their mind.
    void navigator.share({ title: words.number(one.number), text }).catch(() => undefined);
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
      {isDesk && one.voided === null && (
        <Button
          variant="default"
          leftSection={<IconCashOff size={20} aria-hidden />}
          onClick={takingBack.open}
        >
          {words.takeBack}
        </Button>
      )}
      {isTakingBack && <TakeBackSheet one={one} onClose={takingBack.close} />}
    </div>
  );
}
