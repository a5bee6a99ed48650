import { Text } from '@mantine/core';
import type { TaskDto } from '../api/generated/types.gen.js';
import { studioNow } from '../api/studio-clock.js';
import { words } from '../texts/background.js';
import { Mark, type Tone } from '../ui/mark.js';
import { useMomentText } from '../ui/use-moment-text.js';
import classes from './background.module.css';
import { standingOf, type TaskStanding } from './task-rules.js';

const TONES: Readonly<Record<Exclude<TaskStanding, 'fine'>, Tone>> = {
  ...{ running: 'calm', overdue: 'bad', failed: 'bad' },
};

/** A task: what it does and when, and how its last run ended. */
export function TaskRow({ task }: { readonly task: TaskDto }) {
  const standing = standingOf(task, studioNow());
  const { name } = task;
  const detail = words.taskDetails[name];
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <span className={classes.head}>
          <Text component="span" fw={600}>
            {words.taskNames[name] ?? name}
          </Text>
          {standing !== 'fine' && <Mark tone={TONES[standing]}>{words[standing]}</Mark>}
        </span>
        {detail !== undefined && <Text size="sm">{detail}</Text>}
        {standing === 'overdue' && <Text size="sm">{words.overdueHint}</Text>}
        <Runs task={task} />
      </div>
    </li>
  );
}

/** When it runs, how that went, and when it runs again. */
function Runs({ task }: { readonly task: TaskDto }) {
  const moment = useMomentText();
  const { everyMinutes, dailyAt, lastRunAt, lastResult, lastProblem, nextRunAt } = task;
  const last =
    lastResult === 'failed'
      ? (at: string) => words.lastFailed(at, lastProblem ?? words.failed)
      : words.lastDone;
  const parts = [
    ...(everyMinutes === null ? [] : [words.every(everyMinutes)]),
    ...(dailyAt === null ? [] : [words.daily(dailyAt)]),
    lastRunAt === null ? words.neverRun : last(moment(lastRunAt)),
    ...(nextRunAt === null ? [] : [words.next(moment(nextRunAt))]),
  ];
  return (
    <Text size="sm" c="dimmed">
      {parts.join(' · ')}
    </Text>
  );
}
