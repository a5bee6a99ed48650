import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { coachesQuery } from '../data/queries.js';
import { words } from '../texts/settings.js';
import { nameOf } from '../ui/names.js';
import { PartFailed } from '../ui/states.js';

const texts = words.priceList;

interface Props {
  readonly coachId: number | null;
  /** Whose it is as the list has it: perhaps a coach no more, and still one to choose. */
  readonly owner: { readonly id: number; readonly name: string } | null;
  readonly error: string | null;
  readonly onChange: (coachId: number | null) => void;
}

/** With whom alone an item is sold. */
export function ItemCoach({ coachId, owner, error, onChange }: Props) {
  const { data, error: failure, refetch } = useQuery(coachesQuery());
  if (!data && failure) return <PartFailed error={failure} onRetry={() => void refetch()} />;
  const coaches = (data?.data ?? []).map((one) => ({ id: one.id, name: nameOf(one) }));
  const isKnown = owner === null || coaches.some(({ id }) => id === owner.id);
  return (
    <NativeSelect
      label={texts.coach}
      value={String(coachId ?? '')}
      disabled={!data}
      error={error}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? null : Number(value))}
      data={[
        { value: '', label: texts.allCoaches },
        ...(isKnown ? coaches : [owner, ...coaches]).map(({ id, name }) => ({
          value: String(id),
          label: name,
        })),
      ]}
    />
  );
}
