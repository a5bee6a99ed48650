import { ActionIcon, Button } from '@mantine/core';
import { IconCashMinus } from '@tabler/icons-react';
import type { PaymentDto, UserDto } from '../api/generated/types.gen.js';
import { words } from '../texts/payments.js';
import { RefundSheet } from './refund-sheet.js';
import { mayRefund } from './refunding.js';
import { useKeptSheet } from './use-kept-sheet.js';

interface Props {
  readonly one: PaymentDto;
  readonly user: UserDto;
  /** Whether it is in a row, which has no room for words. */
  readonly isInRow?: boolean;
}

/** Pays money of a payment back; nothing for whoever may not, and where all went back. */
export function RefundButton({ one, user, isInRow = false }: Props) {
  const [sheet, trigger] = useKeptSheet();
  const opens = { ref: trigger, variant: 'default', onClick: sheet.open } as const;
  const isOffered = mayRefund(user, one);
  if (!isOffered && !sheet.opened) return null;
  return (
    <>
      {isInRow ? (
        <ActionIcon
          {...opens}
          size={56}
          radius={12}
          aria-haspopup="dialog"
          aria-label={words.refund.nameOf(one.number)}
        >
          <IconCashMinus size={24} aria-hidden />
        </ActionIcon>
      ) : (
        <Button
          {...opens}
          aria-haspopup="dialog"
          leftSection={<IconCashMinus size={20} aria-hidden />}
        >
          {words.refund.name}
        </Button>
      )}
      {sheet.wasOpened && <RefundSheet key={sheet.round} sheet={sheet} payment={one} />}
    </>
  );
}
