import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { MemberDto, UsageDto, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { useTapping } from '../queue/tap-context.js';
import { words } from '../texts/corrections.js';
import { t } from '../texts/texts.js';
import { dayText, studioDayOf, studioToday } from '../ui/dates.js';
import { ReasonField } from '../ui/reason-field.js';
import { Sheet } from '../ui/sheet.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';

interface Props {
  readonly usage: UsageDto;
  readonly member: MemberDto;
  readonly user: UserDto;
  readonly onClose: () => void;
}

/** Undoes a usage. The history shows why, which a coach has to say once the day is over. */
export default function UndoSheet({ usage, member, user, onClose }: Props) {
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const { undo } = useTapping();
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  const day = dayText(usage.usageDate ?? today, today);
  const isSlip = studioDayOf(new Date(usage.createdAt), timeZone) === today;
  const isOptional = isSlip || user.role !== 'coach';
  const isMissing = !isOptional && isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (isMissing) return;
    undo(member, usage, whyPart(why));
    onClose();
  };
  return (
    <Sheet title={words.undo.title} opened onClose={onClose}>
      <Stack>
        <Text>{words.undo.detail(day)}</Text>
        <ReasonField
          why={why}
          onChange={setWhy}
          isOptional={isOptional}
          error={isChecked && isMissing ? words.adjust.reasonRequired : null}
        />
        <Button size="lg" onClick={save}>
          {t.history.undo}
        </Button>
      </Stack>
    </Sheet>
  );
}
