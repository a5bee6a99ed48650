import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { changeSubstitution } from '../api/generated/sdk.gen.js';
import type { SubstitutionDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/substitutes.js';
import { showSaved } from '../ui/change-toast.js';
import { addDays, dayText, studioToday } from '../ui/dates.js';
import { SendError } from '../ui/send-error.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { useSending } from '../ui/use-sending.js';
import classes from './hand-over.module.css';
import { substitutionsQuery } from './substitutions-query.js';

/** Who stands in for a coach now and later, each with its end by one tap. */
export function SubstitutionList({ personId }: { readonly personId: number }) {
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  const { data, error, refetch } = useQuery(substitutionsQuery(personId));
  if (!data) {
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
  }
  const shown = data.data
    .filter(({ from, to }) => to >= today && to >= from)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return (
    <section aria-label={words.current}>
      <Text fw={600}>{words.current}</Text>
      {shown.length === 0 && <Text c="dimmed">{words.none}</Text>}
      <ul className={classes.rows}>
        {shown.map((one) => (
          <Row key={one.id} one={one} today={today} />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly one: SubstitutionDto;
  readonly today: string;
}

function Row({ one, today }: RowProps) {
  const sending = useEnding(one);
  const { substituteName, memberName, from, to } = one;
  const days = words.days(dayText(from, today), dayText(to, today));
  return (
    <li className={classes.row}>
      <span>
        {substituteName}
        <br />
        <span className={classes.detail}>
          {memberName === null ? days : `${days} · ${words.one(memberName)}`}
        </span>
      </span>
      <Button
        size="sm"
        variant="default"
        aria-label={words.endOf(substituteName)}
        loading={sending.isSending}
        // Ended so that today is none of its days; one to come is taken back.
        onClick={() => sending.send(addDays(from < today ? today : from, -1))}
      >
        {words.end}
      </Button>
      {sending.error && <SendError error={sending.error} />}
    </li>
  );
}

function useEnding({ id: substitutionId, coachId: personId }: SubstitutionDto) {
  const cache = useQueryClient();
  return useSending(
    (to: string, headers) =>
      ask(changeSubstitution({ path: { personId, substitutionId }, body: { to }, headers })),
    () => {
      void cache.invalidateQueries({ queryKey: ['substitutions'] });
      showSaved(words.ended);
    },
  );
}
