import { Chip, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/corrections.js';
import { t } from '../texts/texts.js';
import { addDays, isStudioDay, studioToday } from '../ui/dates.js';

/** A day that a session may be written down for. */
export interface UsageDay {
  readonly day: string;
  readonly today: string;
  readonly setDay: (day: string) => void;
  /** Why the day cannot be sent; null where it can. */
  readonly problem: string | null;
}

/** The day of a session: so many days ago at first. */
export function useUsageDay(daysAgo: number): UsageDay {
  const { timeZone, rules } = useStudio();
  const today = studioToday(timeZone);
  const [day, setDay] = useState(addDays(today, -daysAgo));
  return { day, today, setDay, problem: dayProblem(day, today, rules.usageDaysBack) };
}

interface Props {
  readonly of: UsageDay;
  /** What the server said of the day. */
  readonly error: string | null;
}

/** Asks for the day, with today and yesterday at hand. */
export function UsageDayField({ of: { day, today, setDay, problem }, error }: Props) {
  const { rules } = useStudio();
  return (
    <>
      <TextInput
        type="date"
        label={words.otherDay.day}
        description={words.otherDay.limit(rules.usageDaysBack)}
        min={addDays(today, -rules.usageDaysBack)}
        max={today}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
        error={problem ?? error}
      />
      <DayChips {...{ day, today }} onChange={setDay} />
    </>
  );
}

interface ChipsProps {
  readonly day: string;
  readonly today: string;
  readonly onChange: (day: string) => void;
}

function DayChips({ day, today, onChange }: ChipsProps) {
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

function dayProblem(day: string, today: string, daysBack: number): string | null {
  if (!isStudioDay(day)) return words.otherDay.required;
  if (day > today) return words.otherDay.future;
  return day < addDays(today, -daysBack) ? words.otherDay.tooEarly(daysBack) : null;
}
