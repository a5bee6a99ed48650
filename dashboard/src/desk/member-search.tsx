import { Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { membersQuery } from '../data/queries.js';
import { words } from '../texts/transfers.js';
import { Choices } from '../ui/choices.js';
import { nameOf } from '../ui/names.js';
import { SearchField } from '../ui/search-field.js';
import type { Somebody } from './transferring.js';

/** The pause in typing before a search is sent. */
const TYPING_MS = 250;
/** Those whom a search fits best; whoever is not among them is found by more of the name. */
const MOST_SHOWN = 5;

interface Props {
  /** Whom nobody looks for. */
  readonly exceptId: number;
  readonly error: string | null;
  readonly onChoose: (member: Somebody) => void;
}

/** Finds a member by the name. */
export function MemberSearch({ exceptId, error, onChoose }: Props) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), TYPING_MS);
  const { data, isFetching } = useInfiniteQuery({
    ...membersQuery({ search }),
    enabled: search !== '',
  });
  const found = (data?.pages[0]?.data ?? []).filter(({ id }) => id !== exceptId);
  const shown = search === '' ? [] : found.slice(0, MOST_SHOWN);
  const isNobody = search !== '' && !isFetching && found.length === 0;
  const said = search === '' ? words.searchFirst : isNobody ? words.nobody : null;
  return (
    <Stack gap="xs">
      <SearchField text={text} onChange={setText} />
      <div role="status">
        {(said ?? (isFetching ? words.searching : null)) !== null && (
          <Text size="sm" c="dimmed">
            {said ?? words.searching}
          </Text>
        )}
      </div>
      <Choices
        choices={shown.map((member) => ({
          ...{ key: String(member.id), name: nameOf(member), detail: member.email ?? '' },
          icon: IconUser,
          onChoose: () => onChoose({ id: member.id, name: nameOf(member) }),
        }))}
      />
      {error !== null && (
        <Text c="var(--bad)" size="sm" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}
