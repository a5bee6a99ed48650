import { Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { MemberDto, UserDto } from '../api/generated/types.gen.js';
import { listedMember } from '../data/cache.js';
import { CoveredCoach } from '../data/covering.js';
import { memberQuery } from '../data/queries.js';
import { EditMember } from '../desk/edit-member.js';
import { PageHead } from '../shell/page-head.js';
import { t } from '../texts/texts.js';
import { nameOf } from '../ui/names.js';
import { BackLink } from '../ui/back-link.js';
import { Contact } from '../ui/contact.js';
import { part } from '../ui/part.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { Packages } from './packages.js';
import classes from './member-page.module.css';

const History = lazy(() => part(() => import('./history.js')));

interface Props {
  readonly memberId: number;
  readonly user: UserDto;
}

/** One member: the packages with what is left of them, and everything that ever happened. */
export function MemberPage({ memberId, user }: Props) {
  const cache = useQueryClient();
  const coachId = useNamedCoach(user);
  const { data, error, refetch } = useQuery({
    ...memberQuery(memberId, coachId === undefined ? {} : { coachId }),
    // The list has most of it, which is shown until the answer arrives.
    placeholderData: () =>
      listedMember(cache, memberId, (list) => user.role !== 'coach' || list.coachId === coachId),
  });
  if (data) {
    return (
      <CoveredCoach value={coachId}>
        <Member
          member={data}
          user={user}
          back={coachId === undefined ? '/' : `/?coachId=${coachId}`}
        />
      </CoveredCoach>
    );
  }
  return (
    <>
      <PageHead
        title={t.member.title}
        tabTitle={t.member.tab(memberId)}
        before={<BackLink href="/" label={t.errors.toMembers} />}
      />
      {error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />}
    </>
  );
}

/** The coach for whom a coach looks at the page, as its URL says. */
function useNamedCoach({ role }: UserDto): number | undefined {
  const [query] = useSearchParams();
  const named = Number(query.get('coachId'));
  return role === 'coach' && Number.isSafeInteger(named) && named > 0 ? named : undefined;
}

interface MemberProps extends Pick<Props, 'user'> {
  readonly member: MemberDto;
  /** The list from which one comes. */
  readonly back: string;
}

function Member({ member, user, back }: MemberProps) {
  const isDesk = user.role === 'admin' || user.role === 'staff';
  const { usages, undoneUsages } = member.totals;
  return (
    <>
      <PageHead
        title={nameOf(member)}
        tabTitle={t.member.tab(member.id)}
        before={user.role !== 'member' && <BackLink href={back} label={t.errors.toMembers} />}
      >
        {isDesk && <EditMember member={member} />}
      </PageHead>
      <Text c="dimmed" className={classes.facts}>
        {member.email !== null && (
          <>
            {member.email}
            <br />
          </>
        )}
        {t.member.totals(usages, undoneUsages)}
        {user.role !== 'member' && (
          <Link href={`/activity?memberId=${member.id}`} className={classes.log}>
            {t.member.log}
          </Link>
        )}
      </Text>
      <Contact {...member} />
      <div className={classes.columns}>
        <Packages member={member} user={user} />
        <Suspense fallback={<ListSkeleton rows={3} />}>
          <History member={member} user={user} />
        </Suspense>
      </div>
    </>
  );
}
