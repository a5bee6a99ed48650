import type { Covered } from '../data/covered-days.js';
import { type MemberFilter, useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { ChipRow } from '../ui/chip-row.js';
import { dayText, studioToday } from '../ui/dates.js';

interface Props {
  readonly covered: readonly Covered[];
  readonly filter: MemberFilter;
  readonly onChange: (filter: MemberFilter) => void;
}

/** Whose members are listed, for who stands in today: their own, or those of such a coach. */
export default function CoverChips({ covered, filter, onChange }: Props) {
  const { timeZone } = useStudio();
  const { coachId, ...others } = filter;
  const textOf = (value: string) => {
    const one = covered.find((each) => String(each.coachId) === value);
    if (!one) return t.members.cover.own;
    return t.members.cover.for(one.coachName, dayText(one.to, studioToday(timeZone)));
  };
  return (
    <ChipRow
      label={t.members.cover.label}
      value={String(coachId ?? '')}
      choices={['', ...covered.map((one) => String(one.coachId))]}
      textOf={textOf}
      onChange={(value) => onChange(value === '' ? others : { ...others, coachId: Number(value) })}
    />
  );
}
