import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFilter, IconHistory, IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { UserDto } from '../api/generated/types.gen.js';
import { activityQuery, useStudio } from '../data/queries.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/activity.js';
import { t } from '../texts/texts.js';
import { byDay } from '../ui/by-day.js';
import { addDays, isStudioDay, longDayText, studioDayOf, studioToday } from '../ui/dates.js';
import { MoreRows } from '../ui/more-rows.js';
import { Empty, Failed, ListSkeleton } from '../ui/states.js';
import { isSheetEntry } from '../ui/sheet-entry.js';
import { useOnline } from '../ui/use-online.js';
import { ActivityRow } from './activity-row.js';
import classes from './activity-page.module.css';
import { queryOf, readQuery, type Shown, withSignIns } from './filter.js';
import { FilterChips } from './filter-chips.js';
import { FilterSheet } from './filter-sheet.js';
import { isSignIn } from './rows.js';

/** The activity log: who did what, and what was refused. The URL holds the filters. */
export default function ActivityPage({ user }: { readonly user: UserDto }) {
  const [query, setQuery] = useSearchParams();
  const [opened, sheet] = useDisclosure();
  const shown = readQuery(query, isStudioDay);
  const filterButton = useRef<HTMLButtonElement>(null);
  const show = (next: Shown) => {
    const nextQuery = queryOf(next);
    if (nextQuery.toString() !== queryOf(shown).toString()) {
      setQuery(nextQuery, { replace: isSheetEntry() });
    }
    // The element that was tapped, and the focus on it, may be gone.
    filterButton.current?.focus();
  };
  return (
    <>
      <PageHead title={t.app.activity}>
        <Button
          ref={filterButton}
          variant="default"
          leftSection={<IconFilter size={18} />}
          onClick={sheet.open}
        >
          {words.filter}
        </Button>
      </PageHead>
      <ActivityList shown={shown} onShow={show} isDesk={user.role !== 'coach'} />
      <FilterSheet
        shown={shown}
        opened={opened}
        onClose={sheet.close}
        onShow={(next) => {
          sheet.close();
          show(next);
        }}
      />
    </>
  );
}

interface ListProps {
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
  readonly isDesk: boolean;
}

function ActivityList({ shown, onShow, isDesk }: ListProps) {
  const { timeZone } = useStudio();
  const isOnline = useOnline();
  const { signIns: _, ...asked } = shown;
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    activityQuery(asked),
  );
  const read = data?.pages.flatMap((page) => page.data) ?? [];
  const rows = withSignIns(shown) ? read : read.filter((row) => !isSignIn(row));
  const days = byDay(rows, ({ at }) => studioDayOf(new Date(at), timeZone));
  const isFiltered = Object.keys(shown).length > 0;
  return (
    <>
      <FilterChips shown={shown} rows={read} onShow={onShow} />
      {!data &&
        (error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />)}
      {days.map(({ day, rows: ofDay }) => (
        <section key={day} aria-label={dayHeading(day, studioToday(timeZone))}>
          <h2 className={classes.heading}>{dayHeading(day, studioToday(timeZone))}</h2>
          <ul className={classes.list}>
            {ofDay.map((row) => (
              <ActivityRow key={row.id} row={row} isDesk={isDesk} />
            ))}
          </ul>
        </section>
      ))}
      {data && rows.length === 0 && !hasNextPage && (
        <Nothing isFiltered={isFiltered} onClear={() => onShow({})} />
      )}
      <MoreRows
        hasMore={hasNextPage && isOnline}
        isLoading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
      />
    </>
  );
}

function dayHeading(day: string, today: string): string {
  if (day === today) return words.today;
  return day === addDays(today, -1) ? words.yesterday : longDayText(day);
}

interface NothingProps {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

function Nothing({ isFiltered, onClear }: NothingProps) {
  if (!isFiltered) {
    const toMembers = (
      <Button component={Link} href="/">
        {words.toMembers}
      </Button>
    );
    return (
      <Empty icon={<IconHistory />} title={words.empty} action={toMembers}>
        {words.emptyDetail}
      </Empty>
    );
  }
  const clear = (
    <Button variant="default" onClick={onClear}>
      {words.clear}
    </Button>
  );
  return (
    <Empty icon={<IconSearch />} title={words.noneFound} action={clear}>
      {words.noneFoundDetail}
    </Empty>
  );
}
