import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ATTENTIONS } from '../api/rules.js';
import { coachesQuery, type MemberFilter } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { ChipRow } from '../ui/chip-row.js';
import { nameOf } from '../ui/names.js';
import { useOnline } from '../ui/use-online.js';

const KINDS = ['all', ...ATTENTIONS] as const;
type Kind = (typeof KINDS)[number] | 'open' | 'gone';

interface Props {
  readonly filter: MemberFilter;
  readonly onChange: (filter: MemberFilter) => void;
  readonly isDesk: boolean;
  /** Whether the person takes money, and so asks who is to pay. */
  readonly isPaid: boolean;
}

/** Which members are listed: by what they need, and for the front desk by coach. */
export function MemberFilters({ filter, onChange, isDesk, isPaid }: Props) {
  const isOnline = useOnline();
  const { attention: _, payment, coachGone, ...others } = filter;
  const choose = (kind: Kind) => {
    if (kind === 'open') onChange({ ...others, payment: kind });
    else if (kind === 'gone') onChange({ coachGone: true });
    else onChange(kind === 'all' ? others : { ...others, attention: kind });
  };
  // Only the server knows who is gone.
  const isAsked = isDesk && isOnline;
  const kinds: readonly Kind[] = [
    ...KINDS,
    ...(isPaid ? (['open'] as const) : []),
    ...(isAsked ? (['gone'] as const) : []),
  ];
  const special = payment ? 'open' : coachGone && isAsked ? 'gone' : undefined;
  const textOf = (kind: Kind) => {
    if (kind === 'open') return t.members.payment.open;
    if (kind === 'gone') return t.members.coachGone;
    return kind === 'all' ? t.members.all : t.members.attention[kind];
  };
  return (
    <>
      <ChipRow
        label={t.members.filter}
        value={special ?? filter.attention ?? 'all'}
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
  // Nobody is both gone and in this list.
  const { coachId: _, coachGone: __, ...others } = filter;
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
