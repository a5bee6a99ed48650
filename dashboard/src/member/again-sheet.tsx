import { Text } from '@mantine/core';
import { useState } from 'react';
import type { MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words as corrections } from '../texts/corrections.js';
import { words } from '../texts/usages.js';
import { type Attendance, AttendanceField } from '../ui/attendance-field.js';
import { studioToday } from '../ui/dates.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';
import { useAdding } from './use-adding.js';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageDto;
  readonly onClose: () => void;
}

/** Uses one more session of today, on purpose. Without a connection it waits like any tap. */
export default function AgainSheet({ member, one, onClose }: Props) {
  const { timeZone } = useStudio();
  const [attendance, setAttendance] = useState<Attendance>('attended');
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const sending = useAdding({ member, one, onClose });
  const isMissing = isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (isMissing) return;
    const usageDate = studioToday(timeZone);
    const what = { usageDate, packageId: one.id, again: true, attendance };
    sending.send({ ...what, ...whyPart(why) });
  };
  const fault = isChecked && isMissing ? corrections.adjust.reasonRequired : null;
  return (
    <Sheet title={words.again.title} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={words.again.save}>
        <Text>{words.again.detail}</Text>
        <AttendanceField value={attendance} onChange={setAttendance} />
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
