import { Button, NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { coachesQuery } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { nameOf } from '../ui/names.js';
import classes from './desk.module.css';

interface Props {
  readonly coachId: number | null;
  readonly onChange: (coachId: number | null) => void;
  readonly error: string | null;
}

/** With whom the sessions are to be used. */
export function CoachField({ coachId, onChange, error }: Props) {
  const { data, error: failure, refetch } = useQuery(coachesQuery());
  if (!data && failure) return <CoachesFailed onRetry={() => void refetch()} />;
  const coaches = data?.data ?? [];
  return (
    <NativeSelect
      label={t.desk.sell.coach}
      value={String(coachId ?? '')}
      disabled={!data}
      error={data && coaches.length === 0 ? t.desk.sell.noCoaches : error}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? null : Number(value))}
      data={[
        { value: '', label: t.desk.sell.chooseCoach },
        ...coaches.map((coach) => ({ value: String(coach.id), label: nameOf(coach) })),
      ]}
    />
  );
}

function CoachesFailed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div role="alert" className={classes.alert}>
      <Text>{t.desk.sell.coachesFailed}</Text>
      <Button variant="default" mt="xs" onClick={onRetry}>
        {t.app.retry}
      </Button>
    </div>
  );
}
