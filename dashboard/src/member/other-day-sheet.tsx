import { useState } from 'react';
import type { MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { words } from '../texts/corrections.js';
import { type Attendance, AttendanceField } from '../ui/attendance-field.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { NO_WHY, whyPart } from '../ui/why.js';
import { useAdding } from './use-adding.js';
import { UsageDayField, useUsageDay } from './usage-day-field.js';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageDto;
  readonly onClose: () => void;
}

/** Adds a session that was used on another day. Without a connection it waits like any tap. */
export default function OtherDaySheet({ member, one, onClose }: Props) {
  const of = useUsageDay(1);
  const [attendance, setAttendance] = useState<Attendance>('attended');
  const [why, setWhy] = useState(NO_WHY);
  const sending = useAdding({ member, one, onClose });
  const save = () => {
    if (of.problem !== null) return;
    sending.send({ usageDate: of.day, packageId: one.id, attendance, ...whyPart(why) });
  };
  return (
    <Sheet title={words.otherDay.title} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={words.otherDay.save}>
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
