import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCashOff } from '@tabler/icons-react';
import type { PaymentDto, UserDto } from '../api/generated/types.gen.js';
import { RefundButton } from '../desk/refund-button.js';
import { words } from '../texts/payments.js';
import { TakeBackSheet } from './take-back-sheet.js';

interface Props {
  readonly one: PaymentDto;
  readonly user: UserDto;
}

/** What the desk can do with a payment: pay it back, and take back what was a mistake. */
export function PaymentActs({ one, user }: Props) {
  const [isTakingBack, takingBack] = useDisclosure(false);
  const isDesk = user.role === 'admin' || user.role === 'staff';
  // What was paid back was no mistake.
  const isOffered = isDesk && one.voided === null && one.refunds.length === 0;
  return (
    <>
      <RefundButton one={one} user={user} />
      {isOffered && (
        <Button
          variant="default"
          leftSection={<IconCashOff size={20} aria-hidden />}
          onClick={takingBack.open}
        >
          {words.takeBack}
        </Button>
      )}
      {isTakingBack && <TakeBackSheet one={one} onClose={takingBack.close} />}
    </>
  );
}
