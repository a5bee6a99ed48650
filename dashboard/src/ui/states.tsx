import { Button, Group, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../api/problem.js';
import { t } from '../texts/texts.js';

const MINUTE_MS = 60_000;

/** The text for an error: what happened, and what to do. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t.errors.unreachable;
  const minutes = Math.ceil(error.retryAfterMs / MINUTE_MS);
  if (error.code === 'too_many_attempts' && minutes > 1) return t.errors.waitMinutes(minutes);
  const { unit, limit, left } = error.body;
  if (unit && limit !== undefined && left !== undefined) return t.errors.limited[unit](limit, left);
  const isLarge = error.code === 'approval_required' && limit !== undefined;
  if (isLarge && left === undefined) return t.errors.atOnce(limit);
  return t.errors.problems[error.code] ?? t.errors.unknown;
}

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  /** Something to do about it. */
  readonly action?: ReactNode;
  /** Whether it is the whole page, so that its title is the heading of the page. */
  readonly isPage?: boolean;
}

/** Where there is nothing to show: why, and what to do. */
export function Empty({ icon, title, children, action, isPage }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center" className="empty">
      <ThemeIcon size={56} radius="xl" variant="light" color="gray" aria-hidden>
        {icon}
      </ThemeIcon>
      <Title order={isPage ? 1 : 2} size="h4">
        {title}
      </Title>
      {children !== undefined && (
        <Text c="dimmed" maw={360}>
          {children}
        </Text>
      )}
      {action !== undefined && <Group mt="sm">{action}</Group>}
    </Stack>
  );
}

interface FailedProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** What could not be read, why, and a way to try again. */
export function Failed({ error, onRetry }: FailedProps) {
  const isRefusal = error instanceof ApiProblem;
  return (
    <div role="alert">
      <Empty
        icon={isRefusal ? <IconAlertTriangle /> : <IconCloudOff />}
        title={isRefusal ? t.errors.title : t.errors.notLoaded}
        action={
          isNotAccessible(error) ? <ToMembers /> : <Button onClick={onRetry}>{t.app.retry}</Button>
        }
      >
        {isRefusal ? errorText(error) : t.errors.notLoadedDetail}
        {isRefusal && error.status >= 500 && (
          <Text component="span" display="block" size="sm" mt={4}>
            {t.errors.reference(error.body.requestId)}
          </Text>
        )}
      </Empty>
    </div>
  );
}

/** As `Failed`, for a part of a page. */
export function PartFailed({ error, onRetry }: FailedProps) {
  return (
    <div role="alert">
      <Text c="dimmed">{errorText(error)}</Text>
      <Button variant="default" mt="sm" onClick={onRetry}>
        {t.app.retry}
      </Button>
    </div>
  );
}

/** Whether trying again is of no use. */
function isNotAccessible(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 403 || error.status === 404);
}

/** A link to the list of members. */
export function ToMembers() {
  return (
    <Button component={Link} href="/">
      {t.errors.toMembers}
    </Button>
  );
}

/** Placeholder of a list that is being loaded. */
export function ListSkeleton({ rows = 6, height = 64 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="sm" py="sm" role="status" aria-label={t.app.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  );
}
