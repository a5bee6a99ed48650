import { NativeSelect, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeUsage, moveUsage, redoUsage } from '../api/generated/sdk.gen.js';
import type { MemberDto, MoveDto, PackageDto, UsageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { useOfCoach } from '../data/covering.js';
import { words as corrections } from '../texts/corrections.js';
import { t } from '../texts/texts.js';
import { words } from '../texts/usages.js';
import { AttendanceField } from '../ui/attendance-field.js';
import { showSaved } from '../ui/change-toast.js';
import { validityText } from '../ui/last-day.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, type Why, whyPart } from '../ui/why.js';

export interface UsageFormProps {
  readonly usage: UsageDto;
  readonly member: MemberDto;
  readonly onDone: () => void;
}

/** Says whether the member came; the balance stays. */
export function AttendanceForm({ usage, member, onDone }: UsageFormProps) {
  const [attendance, setAttendance] = useState(usage.attendance ?? 'attended');
  const [why, setWhy] = useState(NO_WHY);
  const ofCoach = useOfCoach();
  const path = { memberId: member.id, usageId: usage.id };
  const cache = useQueryClient();
  const sending = useSending(
    (body: { attendance: typeof attendance }, headers) =>
      ask(changeUsage({ path, body: { ...body, ...ofCoach }, headers })),
    ({ package: changed }) => {
      putPackage(cache, changed);
      showSaved(words.attendance.saved);
      onDone();
    },
  );
  const save = () => sending.send({ attendance, ...whyPart(why) });
  return (
    <SheetForm sending={sending} onSubmit={save} save={t.history.save}>
      <Text>{words.attendance.detail}</Text>
      <AttendanceField value={attendance} onChange={setAttendance} />
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional
        error={faultAt('reason', sending.error)}
      />
    </SheetForm>
  );
}

/** Counts an undone session again. */
export function RedoForm({ usage, member, day, onDone }: UsageFormProps & { day: string }) {
  const [why, setWhy] = useState(NO_WHY);
  const ofCoach = useOfCoach();
  const path = { memberId: member.id, usageId: usage.id };
  const cache = useQueryClient();
  const sending = useSending(
    (body: ReturnType<typeof whyPart>, headers) =>
      ask(redoUsage({ path, body: { ...body, ...ofCoach }, headers })),
    ({ package: changed }) => {
      putPackage(cache, changed);
      showSaved(words.redo.saved(changed.remaining ?? 0));
      onDone();
    },
  );
  return (
    <SheetForm sending={sending} onSubmit={() => sending.send(whyPart(why))} save={words.redo.save}>
      <Text>{words.redo.detail(day)}</Text>
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional
        error={faultAt('reason', sending.error)}
      />
    </SheetForm>
  );
}

interface MoveProps extends UsageFormProps {
  /** From which of the member's packages it could be taken instead. */
  readonly others: readonly PackageDto[];
}

/** Moves a session to another package; the history keeps why. */
export function MoveForm({ usage, member, others, onDone }: MoveProps) {
  const { timeZone } = useStudio();
  const [packageId, setPackageId] = useState(others[0]?.id ?? 0);
  const [why, setWhy] = useState<Why>(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const ofCoach = useOfCoach();
  const path = { memberId: member.id, usageId: usage.id };
  const cache = useQueryClient();
  const sending = useSending(
    (body: MoveDto, headers) => ask(moveUsage({ path, body: { ...body, ...ofCoach }, headers })),
    (moved) => {
      for (const one of [moved.from.package, moved.package]) putPackage(cache, one);
      showSaved(words.move.saved);
      onDone();
    },
  );
  const isMissing = isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (!isMissing) sending.send({ packageId, ...whyPart(why) });
  };
  const fault = isChecked && isMissing ? corrections.adjust.reasonRequired : null;
  return (
    <SheetForm sending={sending} onSubmit={save} save={words.move.save}>
      <Text>{words.move.detail}</Text>
      <NativeSelect
        label={words.move.to}
        value={packageId}
        onChange={({ currentTarget: { value } }) => setPackageId(Number(value))}
        data={others.map(({ id, coachName, remaining, expiresAt }) => ({
          value: String(id),
          label: [
            t.member.with(coachName),
            t.history.balanceAfter(remaining ?? 0),
            validityText(expiresAt, timeZone),
          ].join(' · '),
        }))}
      />
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional={false}
        error={fault ?? faultAt('reason', sending.error)}
      />
    </SheetForm>
  );
}
