import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import classes from './shell.module.css';

interface PageHeadProps {
  readonly title: string;
  /** What the browser calls the page, and keeps in its history, where that must name nobody. */
  readonly tabTitle?: string;
  readonly before?: ReactNode;
  readonly children?: ReactNode;
}

/** The head of a page: its title, and what can be done with all of it. */
export function PageHead({ title, tabTitle = title, before, children }: PageHeadProps) {
  const { name } = useStudio();
  return (
    <Group justify="space-between" gap="sm" mb="md" mih={44}>
      <title>{`${tabTitle} · ${name ?? t.app.name}`}</title>
      <Group gap={4} wrap="nowrap" className={classes.title}>
        {before}
        <Title order={1} size="h2" miw={0}>
          {title}
        </Title>
      </Group>
      {children !== undefined && (
        <Group gap="xs" wrap="nowrap" flex="none">
          {children}
        </Group>
      )}
    </Group>
  );
}
