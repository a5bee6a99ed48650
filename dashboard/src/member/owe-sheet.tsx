import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { oweSession } from '../api/generated/sdk.gen.js';
import type { MemberDto, OweDto, PackageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { words } from '../texts/owed.js';
import { type Attendance, AttendanceField } from '../ui/attendance-field.js';
import { showSaved } from '../ui/change-toast.js';
import { nameOf } from '../ui/names.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { NO_WHY, whyPart } from '../ui/why.js';
import { UsageDayField, useUsageDay } from './usage-day-field.js';

interface Props {
  readonly member: MemberDto;
  /** The package that is used up: the session is owed to its coach. */
  readonly one: PackageDto;
  readonly onClose: () => void;
}

/** Writes a session down that a member trained with nothing left. */
export default function OweSheet({ member, one, onClose }: Props) {
  const of = useUsageDay(0);
  const [attendance, setAttendance] = useState<Attendance>('attended');
  const [why, setWhy] = useState(NO_WHY);
  const cache = useQueryClient();
  const sending = useSending(
    (body: OweDto, headers) => ask(oweSession({ path: { memberId: member.id }, body, headers })),
    () => {
      void cache.invalidateQueries({ queryKey: ['owed', member.id] });
      showSaved(words.owe.saved);
      onClose();
    },
  );
  const save = () => {
    if (of.problem !== null) return;
    sending.send({ coachId: one.coachId, usageDate: of.day, attendance, ...whyPart(why) });
  };
  return (
    <Sheet title={words.owe.title} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={words.owe.save}>
        <Text>{words.owe.detail(nameOf(member))}</Text>
        <UsageDayField of={of} error={faultAt('usageDate', sending.error)} />
        <AttendanceField value={attendance} onChange={setAttendance} />
        <ReasonField
          why={why}
          onChange={setWhy}
          isOptional
          error={faultAt('reason', sending.error)}
        />
      </SheetForm>
    </Sheet>
  );
}
