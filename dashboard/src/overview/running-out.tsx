import { Button, Group } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { membersQuery } from '../data/queries.js';
import { words } from '../texts/overview.js';
import { nameOf } from '../ui/names.js';
import { Mark, type Tone } from '../ui/mark.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { membersUrl } from './members-url.js';
import classes from './overview-page.module.css';
import plotClasses from './plot.module.css';

/** Members shown of each kind; a button links to the others. */
const FIRST = 5;
const TONES = { empty: 'bad', low: 'warn' } as const satisfies Record<string, Tone>;
type Kind = keyof typeof TONES;

/** Members with no or few sessions left, who may want a new package. */
export function RunningOut({ coachId }: { readonly coachId: number | undefined }) {
  return (
    <section className={plotClasses.card} aria-label={words.runningOut}>
      <h2 className={classes.heading}>{words.runningOut}</h2>
      <FirstMembers kind="empty" coachId={coachId} />
      <FirstMembers kind="low" coachId={coachId} />
    </section>
  );
}

interface Props {
  readonly kind: Kind;
  readonly coachId: number | undefined;
}

function FirstMembers({ kind, coachId }: Props) {
  const ofCoach = coachId === undefined ? {} : { coachId };
  const { data, error, refetch } = useInfiniteQuery(membersQuery({ attention: kind, ...ofCoach }));
  if (!data) {
    if (error) return <Failed error={error} onRetry={() => void refetch()} />;
    return <ListSkeleton rows={FIRST} height={40} />;
  }
  const members = data.pages.flatMap((page) => page.data);
  if (members.length === 0) return <p className={plotClasses.value}>{words.nobody[kind]}</p>;
  return (
    <>
      <ul className={classes.list}>
        {members.slice(0, FIRST).map((member) => (
          <li key={member.id}>
            <Link href={`/members/${member.id}`} className={classes.member}>
              <span>{nameOf(member)}</span>
              <Mark tone={TONES[kind]}>{words.tile[kind]}</Mark>
            </Link>
          </li>
        ))}
      </ul>
      {members.length > FIRST && (
        <Group justify="flex-end">
          <Button
            component={Link}
            href={membersUrl(kind, coachId)}
            variant="subtle"
            color="var(--mantine-color-anchor)"
          >
            {words.showAll[kind]}
          </Button>
        </Group>
      )}
    </>
  );
}
