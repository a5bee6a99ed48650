import { Button, Chip, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { addUsage } from '../api/generated/sdk.gen.js';
import type { MemberDto, PackageShape } from '../api/generated/types.gen.js';
import { ApiProblem, ask } from '../api/problem.js';
import { readAgain } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { useTapping } from '../queue/tap-context.js';
import { t } from '../texts/texts.js';
import { addDays, isStudioDay, studioToday } from '../ui/dates.js';
import { ReasonField } from '../ui/reason-field.js';
import { Sheet } from '../ui/sheet.js';
import { errorText } from '../ui/states.js';
import { useSendKey } from '../ui/use-send-key.js';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageShape;
  readonly onClose: () => void;
}

/** Adds a session that was used on another day. Without a connection it waits like any tap. */
export default function OtherDaySheet({ member, one, onClose }: Props) {
  const { timeZone, rules } = useStudio();
  const today = studioToday(timeZone);
  const earliest = addDays(today, -rules.usageDaysBack);
  const [day, setDay] = useState(addDays(today, -1));
  const [reason, setReason] = useState('');
  const save = useSave({ member, one, onClose }, day, reason.trim());
  const problem = dayProblem(day, earliest, today, rules.usageDaysBack);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (problem === null) save.mutate();
  };
  return (
    <Sheet title={t.otherDay.title} opened onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            type="date"
            label={t.otherDay.day}
            description={t.otherDay.limit(rules.usageDaysBack)}
            min={earliest}
            max={today}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
            error={problem ?? (save.error instanceof ApiProblem && errorText(save.error))}
          />
          <DayChips {...{ day, today }} onChange={setDay} />
          <ReasonField
            label={t.otherDay.reason}
            reasons={t.otherDay.reasons}
            value={reason}
            onChange={setReason}
          />
          <Button type="submit" size="lg" loading={save.isPending} disabled={problem !== null}>
            {t.otherDay.save}
          </Button>
        </Stack>
      </form>
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

function useSave({ member, one, onClose }: Props, usageDate: string, reason: string) {
  const cache = useQueryClient();
  const { useSession, told } = useTapping();
  const content = { usageDate, packageId: one.id, reason: reason === '' ? null : reason };
  const key = useSendKey(content);
  return useMutation({
    mutationFn: async () => {
      const body = { usageDate, packageId: one.id, ...(reason === '' ? {} : { reason }) };
      const headers = { 'Idempotency-Key': key };
      return ask(addUsage({ path: { memberId: member.id }, body, headers }));
    },
    onSuccess: (answer) => {
      told(member, answer, key);
      onClose();
    },
    onError: (error) => {
      if (error instanceof ApiProblem) return;
      // It may have arrived: the same key is sent until there is an answer.
      useSession(member, { ...content, key, tries: 1 });
      onClose();
    },
    onSettled: () => readAgain(cache),
  });
}

function dayProblem(day: string, earliest: string, today: string, daysBack: number): string | null {
  if (!isStudioDay(day)) return t.otherDay.required;
  if (day > today) return t.otherDay.future;
  return day < earliest ? t.otherDay.tooEarly(daysBack) : null;
}
