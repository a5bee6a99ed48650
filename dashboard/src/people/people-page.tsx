import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import type { UserDto } from '../api/generated/types.gen.js';
import { useKeptSheet } from '../desk/use-kept-sheet.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/people.js';
import { MoreRows } from '../ui/more-rows.js';
import { SearchField } from '../ui/search-field.js';
import { Empty, Failed, ListSkeleton } from '../ui/states.js';
import { useOnline } from '../ui/use-online.js';
import { useSearch } from '../ui/use-search.js';
import { InviteSheet } from './invite-sheet.js';
import classes from './people.module.css';
import { PeopleFilters } from './people-filters.js';
import { type PeopleFilter, peopleQuery } from './people-queries.js';
import { PersonRow } from './person-row.js';
import { usePeopleFilter } from './use-people-filter.js';

/** Everybody who may sign in, or might, for admins. */
export default function PeoplePage({ user }: { readonly user: UserDto }) {
  const [filter, setFilter] = usePeopleFilter();
  const { text, setText, words: sought } = useSearch(user.id);
  const clear = () => {
    setText('');
    setFilter({});
  };
  return (
    <>
      <PageHead title={words.title}>
        <Invite />
      </PageHead>
      <search>
        <SearchField text={text} onChange={setText} />
        <PeopleFilters filter={filter} onChange={setFilter} />
      </search>
      <PeopleList
        filter={{ ...filter, ...(sought === '' ? {} : { search: sought }) }}
        onClear={clear}
      />
    </>
  );
}

function Invite() {
  const [sheet, trigger] = useKeptSheet();
  return (
    <>
      <Button
        ref={trigger}
        leftSection={<IconPlus size={20} aria-hidden />}
        aria-haspopup="dialog"
        onClick={sheet.open}
      >
        {words.invite}
      </Button>
      {sheet.wasOpened && <InviteSheet key={sheet.round} sheet={sheet} />}
    </>
  );
}

interface ListProps {
  readonly filter: PeopleFilter;
  readonly onClear: () => void;
}

function PeopleList({ filter, onClear }: ListProps) {
  const isOnline = useOnline();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    peopleQuery(filter),
  );
  if (!data) {
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
  }
  const people = data.pages.flatMap((page) => page.data);
  if (people.length === 0) return <NobodyFound onClear={onClear} />;
  return (
    <>
      <ul className={classes.list}>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
      <MoreRows
        hasMore={hasNextPage && isOnline}
        isLoading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
      />
    </>
  );
}

function NobodyFound({ onClear }: { readonly onClear: () => void }) {
  const showAll = (
    <Button variant="default" onClick={onClear}>
      {words.showAll}
    </Button>
  );
  return (
    <Empty icon={<IconSearch />} title={words.none} action={showAll}>
      {words.noneDetail}
    </Empty>
  );
}
