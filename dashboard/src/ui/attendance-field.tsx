import { NativeSelect } from '@mantine/core';
import type { UsageDto } from '../api/generated/types.gen.js';
import { ATTENDANCES } from '../api/rules.js';
import { t } from '../texts/texts.js';

/** Whether somebody came to a session. */
export type Attendance = NonNullable<UsageDto['attendance']>;

interface Props {
  readonly value: Attendance;
  readonly onChange: (attendance: Attendance) => void;
}

/** Chooses whether the member came to a session, or let the coach wait. */
export function AttendanceField({ value, onChange }: Props) {
  return (
    <NativeSelect
      label={t.history.attendanceLabel}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = ATTENDANCES.find((one) => one === currentTarget.value);
        if (chosen) onChange(chosen);
      }}
      data={ATTENDANCES.map((one) => ({ value: one, label: t.history.attendance[one] }))}
    />
  );
}
