import { Button, Stack } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { MemberDto, PackageDto, UserDto } from '../api/generated/types.gen.js';
import { useIsStandingIn } from '../data/covering.js';
import { useStudio } from '../data/queries.js';
import { SellPackage } from '../desk/sell-package.js';
import { maySell } from '../desk/selling.js';
import { useTaps } from '../queue/tap-store.js';
import { type Tap, tapsOf, usedOn, withTaps } from '../queue/tap.js';
import { t } from '../texts/texts.js';
import { studioToday } from '../ui/dates.js';
import { Empty } from '../ui/states.js';
import { part } from '../ui/part.js';
import classes from './history.module.css';
import { PackageCard } from './package-card.js';
import { currentOf } from '../desk/package-order.js';

const MemberApprovals = lazy(() => part(() => import('../desk/member-approvals.js')));
const OwedList = lazy(() => part(() => import('./owed-list.js')));
const PaymentList = lazy(() => part(() => import('../desk/payment-list.js')));

interface Props {
  readonly member: MemberDto;
  readonly user: UserDto;
}

/** A member's packages: the current ones, and on request the earlier ones. */
export function Packages({ member, user }: Props) {
  const [isAll, setAll] = useState(false);
  const { timeZone } = useStudio();
  const taps = tapsOf(useTaps(), member.id);
  const [changedId, setChangedId] = useState<number | null>(null);
  const usual = currentOf(member.packages);
  // A package that somebody else ends while its sheet is open here stays visible.
  const isHeld = (one: PackageDto) => one.id === changedId && !usual.includes(one);
  const current = [...usual, ...(isAll ? [] : member.packages.filter(isHeld))];
  const earlier = member.packages.filter((one) => !current.includes(one));
  const expected = new Map(withTaps(current, taps).map((one) => [one.id, one.remaining]));
  const isUsedToday = usedTodayOf(member, current, taps, studioToday(timeZone));
  const card = (one: PackageDto) => (
    <PackageCard
      key={one.id}
      {...{ member, user, one }}
      isUsedToday={isUsedToday(one)}
      expected={expected.get(one.id) ?? one.remaining}
      onChanging={(isChanging) => setChangedId(isChanging ? one.id : null)}
    />
  );
  if (member.packages.length === 0) return <NoPackages member={member} user={user} />;
  return (
    <section aria-labelledby="packages">
      <Head member={member} user={user} />
      <Stack gap="sm">
        {/* One list, so that a card keeps its state when it changes its place. */}
        {[
          ...current.map(card),
          earlier.length > 0 && (
            <Button
              key="earlier"
              variant="subtle"
              aria-expanded={isAll}
              onClick={() => setAll(!isAll)}
            >
              {t.member.earlier(earlier.length)}
            </Button>
          ),
          ...(isAll ? earlier.map(card) : []),
        ]}
      </Stack>
      <Owing member={member} user={user} />
    </section>
  );
}

/** Above it, what coaches ask the desk for; members are told nothing of that. */
function Head({ member, user }: Props) {
  const isForSale = useIsForSale(user);
  return (
    <>
      {user.role !== 'member' && (
        <Suspense>
          <MemberApprovals memberId={member.id} user={user} />
        </Suspense>
      )}
      <div className={classes.head}>
        <h2 id="packages">{t.member.packages}</h2>
        {isForSale && <SellPackage member={member} user={user} />}
      </div>
    </>
  );
}

/** Whether the person may sell here: a substitute sells nothing for the coach. */
function useIsForSale(user: UserDto): boolean {
  const studio = useStudio();
  return !useIsStandingIn() && maySell(user, studio);
}

/** What is owed, and what was paid; where nothing has a price, nothing was. */
function Owing({ member, user }: Props) {
  const isStandingIn = useIsStandingIn();
  return (
    <Suspense>
      <OwedList member={member} user={user} />
      {member.payment !== null && !isStandingIn && <PaymentList memberId={member.id} user={user} />}
    </Suspense>
  );
}

/**
 * Whether a session of a package was used today. Where several coaches train a member, only the
 * server knows with whom it was and whether another is allowed, so the tap is sent to it.
 */
function usedTodayOf(
  member: MemberDto,
  current: readonly PackageDto[],
  taps: readonly Tap[],
  today: string,
): (one: PackageDto) => boolean {
  const coaches = new Set(current.map(({ coachId }) => coachId));
  const isUsed = coaches.size < 2 && member.usedToday;
  return ({ id }) => {
    const own = taps.filter(({ packageId }) => packageId === null || packageId === id);
    return usedOn(today, own) ?? isUsed;
  };
}

function NoPackages({ member, user }: Props) {
  const isForSale = useIsForSale(user);
  const sell = <SellPackage {...{ member, user }} variant="filled" />;
  return (
    <Empty icon={<IconTicket />} title={t.member.noPackages} action={isForSale ? sell : undefined}>
      {isDesk(user) ? t.member.noPackagesDetail : t.member.noPackagesCoach}
    </Empty>
  );
}

function isDesk({ role }: UserDto): boolean {
  return role === 'admin' || role === 'staff';
}
