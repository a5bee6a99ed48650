import { ActionIcon, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { Link } from 'wouter';
import type { ActivityDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { useWhyText } from '../ui/reasons.js';
import { words } from '../texts/activity.js';
import { t } from '../texts/texts.js';
import { timeText } from '../ui/dates.js';
import { ActionMark } from './action-mark.js';
import classes from './activity-page.module.css';
import { ActivityDetails } from './activity-details.js';
import { addedUpOf, isPartlyHidden, repetitionsOf } from './rows.js';
import { isSaid, sentenceOf, unnamedActorOf } from './sentence.js';

interface Props {
  readonly row: ActivityDto;
  /** The front desk may see what a request was, and whom a package is with. */
  readonly isDesk: boolean;
}

/** One row of the log: a sentence that links to the member. */
export function ActivityRow({ row, isDesk }: Props) {
  const [opened, details] = useDisclosure();
  const id = useId();
  const sentence = sentenceOf(row, words);
  const why = useWhyText()(row);
  return (
    <li className={classes.row}>
      <div className={classes.line}>
        <Main memberId={row.memberId}>
          <ActionMark action={row.action} outcome={row.outcome} />
          <span className={classes.text}>
            <span>{sentence}</span>
            <Repetitions row={row} />
            <Added row={row} />
            <Code row={row} />
            {why !== null && <span>{why}</span>}
            {isPartlyHidden(row) && <Hidden />}
            <About row={row} isDesk={isDesk} />
          </span>
        </Main>
        {isDesk && (
          <ActionIcon
            size={44}
            variant="subtle"
            color="gray"
            c="dimmed"
            className={classes.more}
            aria-label={words.details(sentence)}
            aria-expanded={opened}
            aria-controls={opened ? id : undefined}
            onClick={details.toggle}
          >
            <IconChevronDown size={20} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {opened && (
        <div id={id} className={classes.details}>
          <ActivityDetails row={row} />
        </div>
      )}
    </li>
  );
}

interface MainProps {
  readonly memberId: number | null;
  readonly children: ReactNode;
}

function Main({ memberId, children }: MainProps) {
  if (memberId === null) return <div className={classes.main}>{children}</div>;
  return (
    <Link href={`/members/${memberId}`} className={classes.main}>
      {children}
    </Link>
  );
}

/** Why it was refused, as the person saw it; or what is to be said of what was done. */
function Code({ row: { code, outcome } }: Pick<Props, 'row'>) {
  if (code === null || isSaid(code)) return null;
  const isDone = outcome === 'done';
  const problems: Readonly<Record<string, string>> = t.errors.problems;
  const texts = isDone ? { ...problems, ...words.notes } : problems;
  return (
    <Text component="span" size="sm" c={isDone ? 'dimmed' : 'var(--bad)'}>
      {texts[code] ?? code}
    </Text>
  );
}

/** That it stands for many attempts, and until when they went on. */
function Repetitions({ row }: Pick<Props, 'row'>) {
  const { timeZone } = useStudio();
  const times = repetitionsOf(row);
  return times > 0 && <span>{words.repeated(times, timeText(row.at, timeZone))}</span>;
}

/** That it stands for refusals that added up, since when, and from where. */
function Added({ row }: Pick<Props, 'row'>) {
  const { timeZone } = useStudio();
  const added = addedUpOf(row);
  if (added === null) return null;
  const { count, since, isFromMany } = added;
  const parts = [
    words.addedUp(count, timeText(since, timeZone)),
    ...(isFromMany ? [words.fromManyNetworks] : []),
    ...(row.ip === null ? [] : [words.fromAddress(row.ip)]),
  ];
  return <span>{parts.join(', ')}</span>;
}

/** What changed besides, and is the front desk's to know. */
function Hidden() {
  return (
    <Text component="span" size="sm">
      {words.contactChanged}
    </Text>
  );
}

/** When it was, and who did it or whom it is with, where the sentence does not say so. */
function About({ row, isDesk }: Props) {
  const { timeZone } = useStudio();
  const actor = unnamedActorOf(row, words);
  const isOthers = isDesk && row.coachName !== null && row.coachId !== row.actor.id;
  const parts = [
    timeText(row.at, timeZone),
    ...(actor === null ? [] : [actor]),
    ...(isOthers && row.coachName !== null ? [words.with(row.coachName)] : []),
  ];
  return (
    <Text component="span" size="sm" c="dimmed">
      {parts.join(' · ')}
    </Text>
  );
}
