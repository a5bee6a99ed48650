import { Text } from '@mantine/core';
import { useIsFetching, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  IconActivity,
  IconChartBar,
  IconUserCircle,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import type { UserDto } from '../api/generated/types.gen.js';
import { refetchChanged } from '../data/cache.js';
import { studioQuery } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { PullToRefresh } from '../ui/pull-to-refresh.js';
import classes from './shell.module.css';
import { usePageChange } from './use-page-change.js';

interface Place {
  readonly path: string;
  readonly text: () => string;
  readonly icon: TablerIcon;
}

const MEMBERS: Place = {
  ...{ path: '/', text: () => t.app.members, icon: IconUsers },
};
const ACTIVITY: Place = {
  ...{ path: '/activity', text: () => t.app.activity, icon: IconActivity },
};
const OVERVIEW: Place = {
  ...{ path: '/overview', text: () => t.app.overview, icon: IconChartBar },
};
const ACCOUNT: Place = {
  ...{ path: '/account', text: () => t.app.account, icon: IconUserCircle },
};

/** Pages that are reached from one of these places, and belong to it. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  [MEMBERS.path]: ['/members/'],
  [ACCOUNT.path]: ['/people', '/settings', '/background'],
};

/** The pages that a role may open; a member has only their own. */
function placesOf({ role }: UserDto): readonly Place[] {
  if (role !== 'member') return [MEMBERS, ACTIVITY, OVERVIEW, ACCOUNT];
  return [{ ...MEMBERS, text: () => t.member.packages }, ACCOUNT];
}

interface ShellProps {
  readonly user: UserDto;
  readonly children: ReactNode;
}

/** The frame of every page: navigation, progress, pull to refresh. */
export function Shell({ user, children }: ShellProps) {
  const cache = useQueryClient();
  const studio = useQuery(studioQuery());
  const content = useRef<HTMLElement>(null);
  usePageChange(content);
  return (
    <div className={classes.shell}>
      <a href="#content" className="skip">
        {t.app.skip}
      </a>
      <nav className={classes.nav} aria-label={t.app.navigation}>
        <Text className={classes.brand} fw={700}>
          {studio.data?.name ?? t.app.name}
        </Text>
        {placesOf(user).map((place) => (
          <NavLink key={place.path} place={place} />
        ))}
      </nav>
      <div className={classes.page}>
        <Progress />
        <PullToRefresh onRefresh={() => refetchChanged(cache)} />
        <main ref={content} id="content" tabIndex={-1} className={classes.main}>
          {children}
        </main>
      </div>
    </div>
  );
}

function NavLink({ place: { path, text, icon: Icon } }: { readonly place: Place }) {
  const [here] = useLocation();
  const isHere = here === path || (BELOW[path] ?? []).some((below) => here.startsWith(below));
  return (
    <Link href={path} className={classes.link} aria-current={isHere ? 'page' : undefined}>
      <Icon size={24} aria-hidden />
      <span>{text()}</span>
    </Link>
  );
}

/** Shown while data is loaded; until then the page shows the data from before. */
function Progress() {
  const isReading = useIsFetching() > 0;
  return <div className={classes.progress} data-active={isReading} aria-hidden />;
}
