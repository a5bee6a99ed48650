import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { mailReceipt } from '../api/generated/sdk.gen.js';
import type { MailReceiptDto, PaymentDto, UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/payments.js';
import { showNotSaved, showSaved } from '../ui/change-toast.js';
import { sendErrorText } from '../ui/send-error.js';
import { useSending } from '../ui/use-sending.js';

interface Props {
  readonly payment: PaymentDto;
  /** Where it is the receipt of money that was paid back. */
  readonly refundId: number | undefined;
  readonly user: UserDto;
}

/** Sends a receipt to the member, where mail is set up. */
export function MailReceipt({ payment, refundId, user }: Props) {
  const { sendsMail } = useStudio();
  const sending = useSending(
    (body: MailReceiptDto, headers) => {
      const path = { memberId: payment.member.id, paymentId: payment.id };
      return ask(mailReceipt({ path, body, headers }));
    },
    ({ to }) => showSaved(words.receipt.mailed(to)),
    (error) => showNotSaved(sendErrorText(error)),
  );
  if (!sendsMail || user.role === 'member') return null;
  return (
    <Button
      variant="default"
      leftSection={<IconMail size={20} aria-hidden />}
      loading={sending.isSending}
      onClick={() => sending.send(refundId === undefined ? {} : { refundId })}
    >
      {words.receipt.mail}
    </Button>
  );
}
