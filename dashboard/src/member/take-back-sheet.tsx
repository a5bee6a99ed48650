import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { voidPayment } from '../api/generated/sdk.gen.js';
import type { PaymentDto, VoidPaymentDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { words } from '../texts/payments.js';
import { showSaved } from '../ui/change-toast.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { Sheet } from '../ui/sheet.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';

interface Props {
  readonly one: PaymentDto;
  readonly onClose: () => void;
}

/** Takes back a payment that was booked by mistake, and says why. */
export function TakeBackSheet({ one, onClose }: Props) {
  const cache = useQueryClient();
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const path = { memberId: one.member.id, paymentId: one.id };
  const sending = useSending(
    async (body: VoidPaymentDto, headers) => ask(voidPayment({ path, body, headers })),
    ({ package: changed }) => {
      putPackage(cache, changed);
      void cache.invalidateQueries({ queryKey: ['payments', path.memberId] });
      onClose();
      showSaved(words.takenBack);
    },
  );
  const save = () => {
    setChecked(true);
    if (!isUnsaid(why)) sending.send(whyPart(why));
  };
  return (
    <Sheet title={words.takeBack} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={words.takeBack} isDestructive>
        <Text>{words.takeBackDetail}</Text>
        <ReasonField
          why={why}
          onChange={setWhy}
          isOptional={false}
          error={isChecked && isUnsaid(why) ? words.why : faultAt('reason', sending.error)}
        />
      </SheetForm>
    </Sheet>
  );
}
