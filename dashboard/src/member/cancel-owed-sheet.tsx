import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelOwed } from '../api/generated/sdk.gen.js';
import type { MemberDto, OwedSessionDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { useOfCoach } from '../data/covering.js';
import { words as corrections } from '../texts/corrections.js';
import { words } from '../texts/owed.js';
import { showSaved } from '../ui/change-toast.js';
import { longDayText } from '../ui/dates.js';
import { nameOf } from '../ui/names.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';

interface Props {
  readonly member: MemberDto;
  readonly owed: OwedSessionDto;
  readonly onClose: () => void;
}

/** Lets a session go that is owed, with a reason. */
export default function CancelOwedSheet({ member, owed, onClose }: Props) {
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const cache = useQueryClient();
  const ofCoach = useOfCoach();
  const path = { memberId: member.id, owedId: owed.id };
  const sending = useSending(
    (body: ReturnType<typeof whyPart>, headers) =>
      ask(cancelOwed({ path, body: { ...body, ...ofCoach }, headers })),
    () => {
      void cache.invalidateQueries({ queryKey: ['owed', member.id] });
      showSaved(words.cancel.saved);
      onClose();
    },
  );
  const isMissing = isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (!isMissing) sending.send(whyPart(why));
  };
  const fault = isChecked && isMissing ? corrections.adjust.reasonRequired : null;
  return (
    <Sheet title={words.cancel.title(longDayText(owed.usageDate))} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={words.cancel.save} isDestructive>
        <Text>{words.cancel.detail(nameOf(member))}</Text>
        <ReasonField
          why={why}
          onChange={setWhy}
          isOptional={false}
          error={fault ?? faultAt('reason', sending.error)}
        />
      </SheetForm>
    </Sheet>
  );
}
