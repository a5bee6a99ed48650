import { Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/background.js';
import { BackLink } from '../ui/back-link.js';
import { MoreRows } from '../ui/more-rows.js';
import { ListSkeleton, PartFailed } from '../ui/states.js';
import classes from './background.module.css';
import { deadJobsQuery, tasksQuery } from './background-queries.js';
import { JobRow } from './job-row.js';
import { TaskRow } from './task-row.js';

/** What the product does by itself, and what it has given up, for admins. */
export default function BackgroundPage() {
  return (
    <>
      <PageHead title={words.title} before={<BackLink href="/account" label={words.back} />} />
      <div className={classes.page}>
        <section aria-labelledby="tasks">
          <h2 id="tasks" className={classes.heading}>
            {words.tasks}
          </h2>
          <TaskList />
        </section>
        <section aria-labelledby="jobs">
          <h2 id="jobs" className={classes.heading}>
            {words.jobs}
          </h2>
          <JobList />
        </section>
      </div>
    </>
  );
}

function TaskList() {
  const { data, error, refetch } = useQuery(tasksQuery());
  if (!data) {
    return error ? (
      <PartFailed error={error} onRetry={() => void refetch()} />
    ) : (
      <ListSkeleton rows={2} />
    );
  }
  return (
    <ul className={classes.list}>
      {data.data.map((task) => (
        <TaskRow key={task.name} task={task} />
      ))}
    </ul>
  );
}

function JobList() {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(deadJobsQuery());
  if (!data) {
    return error ? (
      <PartFailed error={error} onRetry={() => void refetch()} />
    ) : (
      <ListSkeleton rows={2} />
    );
  }
  const jobs = data.pages.flatMap((page) => page.data);
  if (jobs.length === 0) return <Text c="dimmed">{words.noJobs}</Text>;
  return (
    <>
      <Text c="dimmed">{words.jobsAbout}</Text>
      <ul className={classes.list}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
      <MoreRows
        hasMore={hasNextPage}
        isLoading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
      />
    </>
  );
}
