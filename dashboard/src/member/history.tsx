import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import type { HistoryLineDto, MemberDto, UserDto } from '../api/generated/types.gen.js';
import { ATTENDANCES, USAGE_KINDS } from '../api/rules.js';
import { useOfCoach } from '../data/covering.js';
import { type HistoryFilter, historyQuery, useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { byDay } from '../ui/by-day.js';
import { addDays, longDayText, studioDayOf, studioToday } from '../ui/dates.js';
import { MoreRows } from '../ui/more-rows.js';
import { Empty, Failed, ListSkeleton } from '../ui/states.js';
import { HistoryRow } from './history-row.js';
import classes from './history.module.css';

const ABSENCES = ATTENDANCES.filter((one) => one !== 'attended');

interface Props {
  readonly member: MemberDto;
  readonly user: UserDto;
}

/** Everything that ever happened to a member's sessions, newest first. */
export default function History({ member, user }: Props) {
  const [filter, setFilter] = useState<HistoryFilter>({});
  return (
    <section aria-labelledby="history">
      <div className={classes.head}>
        <h2 id="history">{t.history.title}</h2>
        <NativeSelect
          aria-label={t.history.filter}
          value={filter.kind ?? filter.attendance ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const kind = USAGE_KINDS.find((one) => one === value);
            const attendance = ABSENCES.find((one) => one === value);
            setFilter(kind ? { kind } : attendance ? { attendance } : {});
          }}
          data={[
            { value: '', label: t.history.everything },
            ...USAGE_KINDS.map((value) => ({ value, label: t.history.kind[value] })),
            ...ABSENCES.map((value) => ({ value, label: t.history.attendance[value] })),
          ]}
        />
      </div>
      <Rows member={member} user={user} filter={filter} />
    </section>
  );
}

function Rows({ member, user, filter }: Props & { readonly filter: HistoryFilter }) {
  const { timeZone } = useStudio();
  const query = useInfiniteQuery(historyQuery(member.id, { ...filter, ...useOfCoach() }));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (!data) {
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
  }
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) {
    return (
      <Empty icon={<IconHistory />} title={t.history.empty}>
        {t.history.emptyDetail}
      </Empty>
    );
  }
  const days = byDay(rows, ({ at }) => studioDayOf(new Date(at), timeZone));
  return (
    <>
      {days.map((ofDay) => (
        <Day key={ofDay.day} {...ofDay} {...{ member, user }} />
      ))}
      <MoreRows
        hasMore={hasNextPage}
        isLoading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
      />
    </>
  );
}

interface DayProps extends Props {
  readonly day: string;
  readonly rows: readonly HistoryLineDto[];
}

function Day({ day, rows, member, user }: DayProps) {
  const { timeZone } = useStudio();
  return (
    <>
      <h3 className={classes.day}>{dayTitle(day, studioToday(timeZone))}</h3>
      <ul className={classes.rows}>
        {rows.map((line) => (
          <HistoryRow key={`${line.usage.id} ${line.line}`} {...{ line, day, member, user }} />
        ))}
      </ul>
    </>
  );
}

function dayTitle(day: string, today: string): string {
  if (day === today) return t.history.today;
  return day === addDays(today, -1) ? t.history.yesterday : longDayText(day);
}
