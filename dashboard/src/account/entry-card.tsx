import { Paper, Text, Title } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import classes from './entry-card.module.css';

const noCache = new QueryClient({ defaultOptions: { mutations: { networkMode: 'always' } } });

interface Props {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** A page for whoever is not signed in yet; what it sends is kept nowhere. */
export function EntryCard({ title, lead, children }: Props) {
  return (
    <QueryClientProvider client={noCache}>
      <main className={classes.root}>
        <Paper className={classes.card}>
          <img src={`${import.meta.env.BASE_URL}icon.svg`} width={56} height={56} alt="" />
          <Title order={1} size="h2">
            {title}
          </Title>
          {lead !== undefined && <Text c="dimmed">{lead}</Text>}
          {children}
        </Paper>
      </main>
    </QueryClientProvider>
  );
}
