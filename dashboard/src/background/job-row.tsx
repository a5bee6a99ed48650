import { Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { retryJob } from '../api/generated/sdk.gen.js';
import type { JobDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { words } from '../texts/background.js';
import { showNotSaved, showSaved } from '../ui/change-toast.js';
import { sendErrorText } from '../ui/send-error.js';
import { useMomentText } from '../ui/use-moment-text.js';
import { useSending } from '../ui/use-sending.js';
import classes from './background.module.css';
import { deadJobsQuery } from './background-queries.js';

/** A job that was given up: since when, why, and the way to have it tried again. */
export function JobRow({ job }: { readonly job: JobDto }) {
  const cache = useQueryClient();
  const moment = useMomentText();
  const { id, kind, createdAt, attempts, lastError } = job;
  const name = words.jobNames[kind] ?? kind;
  const readAgain = () => void cache.invalidateQueries(deadJobsQuery());
  const sending = useSending(
    (jobId: number, headers) => ask(retryJob({ path: { jobId }, headers })),
    () => {
      showSaved(words.retried);
      readAgain();
    },
    (error) => {
      showNotSaved(sendErrorText(error));
      readAgain();
    },
  );
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <Text fw={600}>{name}</Text>
        {lastError !== null && <Text size="sm">{words.jobSaid(lastError)}</Text>}
        <Text size="sm" c="dimmed">
          {words.jobFacts(moment(createdAt), attempts)}
        </Text>
      </div>
      <Button
        variant="default"
        loading={sending.isSending}
        aria-label={words.retryOf(name)}
        onClick={() => sending.send(id)}
      >
        {words.retry}
      </Button>
    </li>
  );
}
