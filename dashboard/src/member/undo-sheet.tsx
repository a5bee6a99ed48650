import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { MemberDto, UsageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { useTapping } from '../queue/tap-context.js';
import { t } from '../texts/texts.js';
import { dayText, studioToday } from '../ui/dates.js';
import { ReasonField } from '../ui/reason-field.js';
import { Sheet } from '../ui/sheet.js';

interface Props {
  readonly usage: UsageDto;
  readonly member: MemberDto;
  readonly onClose: () => void;
}

/** Undoes a usage, with an optional reason that the history shows. */
export default function UndoSheet({ usage, member, onClose }: Props) {
  const [reason, setReason] = useState('');
  const { undo } = useTapping();
  const { timeZone } = useStudio();
  const day = dayText(usage.usageDate ?? studioToday(timeZone), studioToday(timeZone));
  return (
    <Sheet title={t.history.undoTitle} opened onClose={onClose}>
      <Stack>
        <Text>{t.history.undoDetail(day)}</Text>
        <ReasonField
          common={t.history.undoReasons}
          reason={reason}
          onChange={setReason}
          isOptional
        />
        <Button
          size="lg"
          onClick={() => {
            undo(member, usage, reason.trim());
            onClose();
          }}
        >
          {t.history.undo}
        </Button>
      </Stack>
    </Sheet>
  );
}
