import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { MemberDto, UserDto } from '../api/generated/types.gen.js';
import { CoveredCoach } from '../data/covering.js';
import { type MemberFilter, membersQuery, useStudio } from '../data/queries.js';
import { useTaps } from '../queue/tap-store.js';
import { NewMember } from '../desk/new-member.js';
import { takesMoney } from '../desk/paying.js';
import { PageHead } from '../shell/page-head.js';
import { t } from '../texts/texts.js';
import { part } from '../ui/part.js';
import { MoreRows } from '../ui/more-rows.js';
import { SearchField } from '../ui/search-field.js';
import { Empty, Failed, ListSkeleton } from '../ui/states.js';
import { useOnline } from '../ui/use-online.js';
import { foundMembers } from './found-members.js';
import { MemberFilters } from './member-filters.js';
import { useMemberFilter } from './use-member-filter.js';
import { useSearch } from '../ui/use-search.js';
import { useStableOrder } from './use-stable-order.js';
import { MemberRow } from './member-row.js';
import classes from './members-page.module.css';

const CoverChips = lazy(() => part(() => import('./cover-chips.js')));
const OpenApprovals = lazy(() => part(() => import('../desk/open-approvals.js')));

/** The members of the person, those who need attention first. */
export function MembersPage({ user }: { readonly user: UserDto }) {
  const [filter, setFilter] = useMemberFilter();
  const { text, setText, words } = useSearch(user.id);
  const isDesk = isDeskOf(user);
  const isPaid = takesMoney(user, useStudio());
  const clear = () => {
    setText('');
    setFilter(isDesk ? {} : coachOf(filter));
  };
  return (
    <>
      <PageHead title={t.app.members}>{isDesk && <NewMember />}</PageHead>
      <search>
        <SearchField text={text} onChange={setText} />
        <Suspense>{!isDesk && <CoverChips onChange={setFilter} {...{ filter, user }} />}</Suspense>
        <MemberFilters onChange={setFilter} {...{ filter, isDesk, isPaid }} />
      </search>
      {isDesk && words === '' && (
        <Suspense>
          <OpenApprovals />
        </Suspense>
      )}
      <CoveredCoach value={isDesk ? undefined : filter.coachId}>
        <MemberList filter={filter} search={words} user={user} onClear={clear} />
      </CoveredCoach>
    </>
  );
}

const coachOf = ({ coachId }: MemberFilter) => (coachId === undefined ? {} : { coachId });

const isDeskOf = ({ role }: UserDto) => role !== 'coach';

interface ListProps {
  readonly filter: MemberFilter;
  readonly search: string;
  readonly user: UserDto;
  readonly onClear: () => void;
}

function MemberList({ filter, search, user, onClear }: ListProps) {
  const isDesk = isDeskOf(user);
  const isOnline = useOnline();
  // Without a connection, what is on the device is searched.
  const asked = isOnline
    ? { ...filter, ...(search === '' ? {} : { search }) }
    : keptOf(filter, user);
  const query = useInfiniteQuery(membersQuery(asked));
  const taps = useTaps();
  const {
    data,
    error,
    isPlaceholderData,
    isFetchingNextPage,
    hasNextPage,
    fetchNextPage,
    refetch,
  } = query;
  const listed = data?.pages.flatMap((page) => page.data) ?? [];
  const members = isOnline ? listed : foundMembers(listed, search, filter);
  const list = JSON.stringify([asked, search, isPlaceholderData]);
  // Whom a search fits best stands first, whatever they need.
  const isSearch = search !== '';
  const { urgent, others } = useStableOrder(members, list, isSearch);
  if (!data) {
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
  }
  if (members.length === 0) {
    const isAll = !isSearch && isOfAll(filter, user);
    return isAll ? <NoMembers isDesk={isDesk} /> : <NobodyFound onClear={onClear} />;
  }
  const row = (member: MemberDto) => (
    <MemberRow key={member.id} member={member} taps={taps} user={user} />
  );
  return (
    <>
      <SearchNote isShown={!isOnline && isSearch} />
      <Section title={t.members.needAttention}>{urgent.map(row)}</Section>
      <Section title={isSearch ? t.members.found : t.members.others}>{others.map(row)}</Section>
      <MoreRows
        hasMore={hasNextPage && isOnline}
        isLoading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
      />
    </>
  );
}

/** What is on the device: the whole list, of a coach for whom somebody stands in that one's. */
function keptOf(filter: MemberFilter, user: UserDto): MemberFilter {
  return isDeskOf(user) ? {} : coachOf(filter);
}

/** Whether nobody is left out; a coach's list is one of a coach. */
function isOfAll({ coachId, ...needs }: MemberFilter, user: UserDto): boolean {
  return Object.keys(needs).length === 0 && (coachId === undefined || !isDeskOf(user));
}

function SearchNote({ isShown }: { readonly isShown: boolean }) {
  if (!isShown) return null;
  return (
    <Text role="status" c="dimmed" size="sm" mt="sm">
      {t.members.offlineSearch}
    </Text>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={classes.list}>{children}</ul>
    </section>
  );
}

function NoMembers({ isDesk }: { readonly isDesk: boolean }) {
  return (
    <Empty icon={<IconUsers />} title={t.members.none} action={isDesk ? <NewMember /> : undefined}>
      {isDesk ? t.members.noneStaff : t.members.noneCoach}
    </Empty>
  );
}

function NobodyFound({ onClear }: { readonly onClear: () => void }) {
  return (
    <Empty
      icon={<IconSearch />}
      title={t.members.noneFound}
      action={
        <Button variant="default" onClick={onClear}>
          {t.members.showAll}
        </Button>
      }
    >
      {t.members.noneFoundDetail}
    </Empty>
  );
}
