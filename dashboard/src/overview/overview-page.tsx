import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconChartBar } from '@tabler/icons-react';
import { Link, useSearchParams } from 'wouter';
import type { OverviewDto, UserDto } from '../api/generated/types.gen.js';
import { ATTENTIONS } from '../api/rules.js';
import { coachesQuery, overviewQuery } from '../data/queries.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/overview.js';
import { nameOf } from '../ui/names.js';
import { t } from '../texts/texts.js';
import { Empty, Failed, ListSkeleton } from '../ui/states.js';
import { membersUrl } from './members-url.js';
import classes from './overview-page.module.css';
import { BalancesPlot, ExpiringPlot, SessionsPlot } from './plots.js';
import { RunningOut } from './running-out.js';

/** The figures that a studio or a coach looks at once a week. */
export default function OverviewPage({ user }: { readonly user: UserDto }) {
  const [query, setQuery] = useSearchParams();
  const isDesk = user.role !== 'coach';
  const asked = Number(query.get('coachId'));
  const coachId = isDesk && Number.isSafeInteger(asked) && asked > 0 ? asked : undefined;
  return (
    <>
      <PageHead title={t.app.overview} />
      {isDesk && (
        <CoachSelect
          value={String(coachId ?? '')}
          onChange={(value) => setQuery(value === '' ? {} : { coachId: value })}
        />
      )}
      <Figures coachId={coachId} isDesk={isDesk} />
    </>
  );
}

interface SelectProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function CoachSelect({ value, onChange }: SelectProps) {
  const { data } = useQuery(coachesQuery());
  const options = (data?.data ?? []).map((coach) => ({
    value: String(coach.id),
    label: nameOf(coach),
  }));
  return (
    <NativeSelect
      mb="md"
      maw={480}
      aria-label={words.coach}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: words.everyCoach }, ...options]}
    />
  );
}

interface FiguresProps {
  readonly coachId: number | undefined;
  readonly isDesk: boolean;
}

function Figures({ coachId, isDesk }: FiguresProps) {
  const { data, error, refetch } = useQuery(overviewQuery(coachId));
  if (!data) {
    if (error) return <Failed error={error} onRetry={() => void refetch()} />;
    return <ListSkeleton rows={4} height={160} />;
  }
  if (isEmpty(data)) return <NoFigures isDesk={isDesk} />;
  return (
    <>
      <Tiles members={data.members} coachId={coachId} />
      <div className={classes.plots}>
        <SessionsPlot overview={data} />
        <BalancesPlot overview={data} />
        <ExpiringPlot overview={data} />
        <RunningOut coachId={coachId} />
      </div>
    </>
  );
}

/** No members now, and no sessions in any of the weeks. */
function isEmpty({ members, weeks }: OverviewDto): boolean {
  return members.all === 0 && weeks.every(({ automatic, manual }) => automatic + manual === 0);
}

function NoFigures({ isDesk }: Pick<FiguresProps, 'isDesk'>) {
  const toMembers = (
    <Button component={Link} href="/">
      {t.errors.toMembers}
    </Button>
  );
  return (
    <Empty icon={<IconChartBar />} title={t.members.none} action={toMembers}>
      {isDesk ? t.members.noneStaff : t.members.noneCoach}
    </Empty>
  );
}

interface TilesProps {
  readonly members: OverviewDto['members'];
  readonly coachId: number | undefined;
}

/** The number of members by attention; each tile links to the filtered list. */
function Tiles({ members, coachId }: TilesProps) {
  const kinds = ['all', ...ATTENTIONS] as const;
  return (
    <ul className={classes.tiles} aria-label={words.tiles}>
      {kinds.map((kind) => (
        <li key={kind}>
          <Link
            href={membersUrl(kind === 'all' ? undefined : kind, coachId)}
            className={classes.tile}
          >
            <span className={classes.number}>{members[kind]}</span>
            <span>{words.tile[kind]}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
