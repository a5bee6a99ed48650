import { useEffect } from 'react';
import type { UserDto } from '../api/generated/types.gen.js';
import { type MemberFilter, useStudio } from '../data/queries.js';
import { words } from '../texts/substitutes.js';
import { ChipRow } from '../ui/chip-row.js';
import { dayText, studioToday } from '../ui/dates.js';
import { useCovered } from './use-covered.js';

interface Props {
  readonly user: UserDto;
  readonly filter: MemberFilter;
  readonly onChange: (filter: MemberFilter) => void;
}

/**
 * Whose members are listed, for a coach who stands in today: their own, or those of such a coach.
 * With the last day the list is their own again.
 */
export default function CoverChips({ user, filter, onChange }: Props) {
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  const covered = useCovered(user, today);
  const { coachId, ...others } = filter;
  const isOver = coachId !== undefined && covered?.every((one) => one.coachId !== coachId);
  useEffect(() => {
    if (isOver === true) onChange(others);
  });
  if (!covered || covered.length === 0) return null;
  const textOf = (value: string) => {
    const one = covered.find((each) => String(each.coachId) === value);
    if (!one) return words.cover.own;
    return words.cover.for(one.coachName, dayText(one.to, today));
  };
  return (
    <ChipRow
      label={words.cover.label}
      value={String(coachId ?? '')}
      choices={['', ...covered.map((one) => String(one.coachId))]}
      textOf={textOf}
      onChange={(value) => onChange(value === '' ? others : { ...others, coachId: Number(value) })}
    />
  );
}
