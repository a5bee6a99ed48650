import { Chip, Group, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ATTENTIONS } from '../api/rules.js';
import { coachesQuery, type MemberFilter } from '../data/queries.js';
import { t } from '../texts/texts.js';
import classes from './members-page.module.css';

interface Props {
  readonly filter: MemberFilter;
  readonly onChange: (filter: MemberFilter) => void;
  readonly isDesk: boolean;
}

/** Which members are listed: by what they need, and for the front desk by coach. */
export function MemberFilters({ filter, onChange, isDesk }: Props) {
  const { attention: _, ...others } = filter;
  const choose = (value: string | string[] | null) => {
    const kind = ATTENTIONS.find((one) => one === value);
    onChange(kind ? { ...others, attention: kind } : others);
  };
  return (
    <>
      <Chip.Group value={filter.attention ?? 'all'} onChange={choose}>
        <Group className={classes.kinds} role="radiogroup" aria-label={t.members.filter}>
          <Chip value="all">{t.members.all}</Chip>
          {ATTENTIONS.map((kind) => (
            <Chip key={kind} value={kind}>
              {t.members.attention[kind]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {isDesk && <CoachSelect filter={filter} onChange={onChange} />}
    </>
  );
}

function CoachSelect({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>) {
  const { data } = useQuery(coachesQuery());
  const { coachId: _, ...others } = filter;
  const options = (data?.data ?? []).map(({ id, firstName, lastName }) => ({
    value: String(id),
    label: `${firstName} ${lastName}`,
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
