import { Chip, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/corrections.js';
import { t } from '../texts/texts.js';
import { type Attendance, AttendanceField } from '../ui/attendance-field.js';
import { addDays, isStudioDay, studioToday } from '../ui/dates.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { NO_WHY, whyPart } from '../ui/why.js';
import { useAdding } from './use-adding.js';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageDto;
  readonly onClose: () => void;
}

/** Adds a session that was used on another day. Without a connection it waits like any tap. */
export default function OtherDaySheet({ member, one, onClose }: Props) {
  const { timeZone, rules } = useStudio();
  const today = studioToday(timeZone);
  const earliest = addDays(today, -rules.usageDaysBack);
  const [day, setDay] = useState(addDays(today, -1));
  const [attendance, setAttendance] = useState<Attendance>('attended');
  const [why, setWhy] = useState(NO_WHY);
  const sending = useAdding({ member, one, onClose });
  const problem = dayProblem(day, earliest, today, rules.usageDaysBack);
  const save = () => {
    if (problem !== null) return;
    sending.send({ usageDate: day, packageId: one.id, attendance, ...whyPart(why) });
  };
  return (
    <Sheet title={words.otherDay.title} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={words.otherDay.save}>
        <TextInput
          type="date"
          label={words.otherDay.day}
          description={words.otherDay.limit(rules.usageDaysBack)}
          min={earliest}
          max={today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
          error={problem ?? faultAt('usageDate', sending.error)}
        />
        <DayChips {...{ day, today }} onChange={setDay} />
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

interface DayChipsProps {
  readonly day: string;
  readonly today: string;
  readonly onChange: (day: string) => void;
}

function DayChips({ day, today, onChange }: DayChipsProps) {
  const yesterday = addDays(today, -1);
  return (
    <Group gap={6}>
      <Chip checked={day === today} onChange={() => onChange(today)}>
        {t.history.today}
      </Chip>
      <Chip checked={day === yesterday} onChange={() => onChange(yesterday)}>
        {t.history.yesterday}
      </Chip>
    </Group>
  );
}

function dayProblem(day: string, earliest: string, today: string, daysBack: number): string | null {
  if (!isStudioDay(day)) return words.otherDay.required;
  if (day > today) return words.otherDay.future;
  return day < earliest ? words.otherDay.tooEarly(daysBack) : null;
}
