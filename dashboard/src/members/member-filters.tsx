import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ATTENTIONS } from '../api/rules.js';
import { coachesQuery, type MemberFilter } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { ChipRow } from '../ui/chip-row.js';
import { nameOf } from '../ui/names.js';

const KINDS = ['all', ...ATTENTIONS] as const;
type Kind = (typeof KINDS)[number] | 'open';

interface Props {
  readonly filter: MemberFilter;
  readonly onChange: (filter: MemberFilter) => void;
  readonly isDesk: boolean;
  /** Whether the person takes money, and so asks who is to pay. */
  readonly isPaid: boolean;
}

/** Which members are listed: by what they need, and for the front desk by coach. */
export function MemberFilters({ filter, onChange, isDesk, isPaid }: Props) {
  const { attention: _, payment, ...others } = filter;
  const choose = (kind: Kind) => {
    if (kind === 'open') onChange({ ...others, payment: kind });
    else onChange(kind === 'all' ? others : { ...others, attention: kind });
  };
  const kinds: readonly Kind[] = isPaid ? [...KINDS, 'open'] : KINDS;
  const textOf = (kind: Kind) => {
    if (kind === 'open') return t.members.payment.open;
    return kind === 'all' ? t.members.all : t.members.attention[kind];
  };
  return (
    <>
      <ChipRow
        label={t.members.filter}
        value={payment ? 'open' : (filter.attention ?? 'all')}
        choices={kinds}
        textOf={textOf}
        onChange={choose}
      />
      {isDesk && <CoachSelect filter={filter} onChange={onChange} />}
    </>
  );
}

function CoachSelect({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const { data } = useQuery(coachesQuery());
  const { coachId: _, ...others } = filter;
  const options = (data?.data ?? []).map((coach) => ({
    value: String(coach.id),
    label: nameOf(coach),
  }));
  return (
    <NativeSelect
      mt="sm"
      aria-label={t.members.coach}
      value={String(filter.coachId ?? '')}
      onChange={({ currentTarget: { value } }) =>
        onChange(value === '' ? others : { ...others, coachId: Number(value) })
      }
      data={[{ value: '', label: t.members.everyCoach }, ...options]}
    />
  );
}
