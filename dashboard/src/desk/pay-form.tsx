import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { takePayment } from '../api/generated/sdk.gen.js';
import type { PackageDto, TakePaymentDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { words } from '../texts/payments.js';
import { AmountField } from '../ui/amount-field.js';
import { amountOf, minorOf } from '../ui/amounts.js';
import { showSaved } from '../ui/change-toast.js';
import { moneyText } from '../ui/money.js';
import { SendError } from '../ui/send-error.js';
import { useSending } from '../ui/use-sending.js';
import { MethodCards } from './method-cards.js';
import type { Method, Open } from './paying.js';

interface Props {
  readonly one: PackageDto;
  readonly open: Open;
  readonly onDone: () => void;
}

/** Takes money for a package: what is open is there already, and a touch says how it is paid. */
export function PayForm({ one, open, onDone }: Props) {
  const { openMinor, currency } = open;
  const cache = useQueryClient();
  const [amount, setAmount] = useState<number | ''>(
    openMinor === null ? '' : amountOf(openMinor, currency),
  );
  const [isChecked, setChecked] = useState(false);
  const sending = useSending(
    async (body: TakePaymentDto, headers) =>
      ask(takePayment({ path: { memberId: one.memberId }, body, headers })),
    ({ payment, package: paid }) => {
      putPackage(cache, paid);
      void cache.invalidateQueries({ queryKey: ['payments', one.memberId] });
      onDone();
      showSaved(words.taken(moneyText(payment.amountMinor, payment.currency)));
    },
  );
  const amountMinor = amount === '' ? 0 : minorOf(amount, currency);
  const fault = faultOf(amountMinor, open);
  const take = (method: Method) => {
    setChecked(true);
    if (fault === null) sending.send({ packageId: one.id, method, amountMinor, currency });
  };
  return (
    <Stack>
      <AmountField
        label={words.amountIn(currency)}
        currency={currency}
        value={amount}
        onChange={setAmount}
        error={isChecked ? fault : null}
      />
      <MethodCards label={words.how} isBusy={sending.isSending} onChoose={take} />
      <SendError error={sending.error} />
    </Stack>
  );
}

function faultOf(amountMinor: number, { openMinor, currency }: Open): string | null {
  if (amountMinor < 1) return words.faults.missing;
  if (openMinor === null || amountMinor <= openMinor) return null;
  return words.faults.more(moneyText(openMinor, currency));
}
