import { useQuery } from '@tanstack/react-query';
import type { PaymentDto } from '../api/generated/types.gen.js';
import { memberQuery } from '../data/queries.js';
import { words } from '../texts/payments.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { Sheet } from '../ui/sheet.js';
import { RefundForm } from './refund-form.js';
import type { KeptSheet } from './use-kept-sheet.js';

interface Props {
  readonly sheet: KeptSheet;
  readonly payment: PaymentDto;
}

/** Pays money of a payment back, with what is left of its package now. */
export function RefundSheet({ sheet, payment }: Props) {
  const { data, error, refetch } = useQuery(memberQuery(payment.member.id));
  const one = data?.packages.find(({ id }) => id === payment.packageId);
  return (
    <Sheet title={words.refund.name} opened={sheet.opened} onClose={sheet.close}>
      {one && <RefundForm {...{ payment, one }} onDone={sheet.done} />}
      {!one && error && <Failed error={error} onRetry={() => void refetch()} />}
      {!one && !error && <ListSkeleton />}
    </Sheet>
  );
}
