import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconCalendarPlus,
  IconCheck,
  IconCircleMinus,
  IconCirclePlus,
  IconPlusMinus,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { MemberDto, PackageDto, UserDto } from '../api/generated/types.gen.js';
import { useIsStandingIn } from '../data/covering.js';
import { useStudio } from '../data/queries.js';
import { startOf } from '../desk/later-start.js';
import { ApproveButton, PackageMenu } from '../desk/package-menu.js';
import { Renew } from '../desk/renew.js';
import { useTapping } from '../queue/tap-context.js';
import { t } from '../texts/texts.js';
import { dayText, studioToday } from '../ui/dates.js';
import { lastDayText, validityText } from '../ui/last-day.js';
import { Mark, type Tone } from '../ui/mark.js';
import classes from './package-card.module.css';
import { part } from '../ui/part.js';

const OweButton = lazy(() => part(() => import('./owe-button.js')));
const AgainSheet = lazy(() => part(() => import('./again-sheet.js')));
const AdjustSheet = lazy(() => part(() => import('./adjust-sheet.js')));
const EndAndUse = lazy(() => part(() => import('./end-and-use.js')));
const SoldFor = lazy(() => part(() => import('./sold-for.js')));
const OtherDaySheet = lazy(() => part(() => import('./other-day-sheet.js')));

const TONES: Readonly<Record<PackageDto['state'], Tone>> = {
  ...{ active: 'good', pending: 'calm', exhausted: 'bad', expired: 'bad', disconnected: 'calm' },
  ...{ voided: 'calm', frozen: 'calm' },
};

/** In these states no count is corrected, and no session added. */
const CLOSED: ReadonlySet<PackageDto['state']> = new Set(['pending', 'disconnected', 'voided']);

interface Props {
  readonly member: MemberDto;
  readonly user: UserDto;
  readonly one: PackageDto;
  /** The balance when all taps have arrived. */
  readonly expected: number | null;
  readonly isUsedToday: boolean;
  /** Called when a sheet that changes the package opens and closes. */
  readonly onChanging: (isChanging: boolean) => void;
}

/** A package: what is left of it, until when, with whom, and what can be done. */
export function PackageCard(props: Props) {
  const { member, user, one, expected, onChanging } = props;
  const isStandingIn = useIsStandingIn();
  const isWaiting = expected !== one.remaining;
  return (
    <article className={classes.card} aria-label={t.member.with(one.coachName)}>
      <div className={classes.head}>
        <div className={classes.figures}>
          {one.remaining === null ? (
            <>
              <Text fw={700} size="xl">
                {rateOf(one) ?? t.member.packages}
              </Text>
              <Text size="sm" c="dimmed">
                {t.member.notCounted}
              </Text>
            </>
          ) : (
            <span className={classes.balance} data-left={isUsedUp(one, expected) ? 'none' : 'some'}>
              <span className={classes.number}>{expected}</span>
              <span className={classes.unit}>
                {t.members.left(expected ?? 0)}
                {isOfSold(one, expected) && ` ${t.member.of(one.granted)}`}
              </span>
            </span>
          )}
        </div>
        {user.role !== 'member' && !isStandingIn && (
          <PackageMenu {...{ member, one, user, onChanging }} />
        )}
      </div>
      <Group gap={6} mt={8}>
        <State one={one} />
        {isWaiting && <Mark tone="warn">{t.members.pending}</Mark>}
        <Text size="sm" c="dimmed" component="span" className={classes.facts}>
          {one.remaining !== null && rateOf(one) !== null && `${rateOf(one)} · `}
          {t.member.with(one.coachName)} · <Validity one={one} />
        </Text>
      </Group>
      <Suspense>{(one.sale ?? one.payment) && <SoldFor {...one} />}</Suspense>
      {user.role !== 'member' && <Actions {...props} />}
    </article>
  );
}

/**
 * The state: of a frozen one until when, or when it starts, else from when; of what went elsewhere
 * that it did.
 */
function State({ one }: Pick<Props, 'one'>) {
  const { state, transfer, freeze } = one;
  const { timeZone } = useStudio();
  const dayOf = (day: string) => dayText(day, studioToday(timeZone));
  if (isGone({ state, transfer })) {
    return <Mark tone="calm">{t.history.kind.transfer}</Mark>;
  }
  if (state === 'frozen' && freeze !== null && freeze.to !== null) {
    const start = startOf(one, timeZone);
    const text =
      start === null ? t.member.frozenUntil(dayOf(freeze.to)) : t.member.starts(dayOf(start));
    return <Mark tone={TONES.frozen}>{text}</Mark>;
  }
  return (
    <>
      <Mark tone={TONES[state]}>{t.member.state[state]}</Mark>
      {state === 'active' && freeze !== null && (
        <Mark tone={TONES.frozen}>{t.member.frozenFrom(dayOf(freeze.from))}</Mark>
      )}
    </>
  );
}

/** Whether all of it went to another package: nobody has used it up. */
function isGone({ state, transfer }: Pick<PackageDto, 'state' | 'transfer'>): boolean {
  return state === 'exhausted' && transfer?.all === true;
}

function isUsedUp(one: PackageDto, left: number | null): boolean {
  return left === 0 && !isGone(one);
}

/** How it is paid; null for a package, which is the usual. */
function rateOf({ rateType }: PackageDto): string | null {
  return rateType === 'package' ? null : t.members.rate[rateType];
}

/** Whether what is left is of what was sold: a correction may have added more than that. */
function isOfSold(one: PackageDto, left: number | null): one is PackageDto & { granted: number } {
  return one.granted !== null && one.granted > 0 && (left ?? 0) <= one.granted;
}

/** Until when it is valid; of one that ended with sessions left, that these lapsed. */
function Validity({ one: { state, remaining, expiresAt } }: Pick<Props, 'one'>) {
  const { timeZone } = useStudio();
  if (state !== 'expired' || expiresAt === null || (remaining ?? 0) === 0) {
    return validityText(expiresAt, timeZone);
  }
  return t.member.lapsed(remaining ?? 0, lastDayText(expiresAt, timeZone, studioToday(timeZone)));
}

function Actions({ member, user, one, expected, isUsedToday, onChanging }: Props) {
  const isStandingIn = useIsStandingIn();
  const isUsable = one.state === 'active' && (expected ?? 0) > 0;
  const isOpen = !CLOSED.has(one.state);
  return (
    <Group gap="xs" mt="md">
      <ApproveButton {...{ member, one, user }} />
      {isUsable && <UseToday {...{ member, one, isUsedToday }} />}
      <Suspense>
        {one.state === 'frozen' && !isStandingIn && <EndAndUse {...{ member, one, isUsedToday }} />}
      </Suspense>
      {!isStandingIn && <Renew {...{ member, user, one }} />}
      <Suspense>
        {one.remaining !== null && <OweButton {...{ member, one, onChanging }} />}
      </Suspense>
      {one.remaining !== null && (
        <Corrections
          {...{ member, one, isOpen, onChanging }}
          mayUseAgain={isUsable && isUsedToday}
        />
      )}
    </Group>
  );
}

function UseToday({ member, one, isUsedToday }: Pick<Props, 'member' | 'one' | 'isUsedToday'>) {
  const { markSessionUsed } = useTapping();
  // Not `disabled`, which would take the focus from whoever tapped it by the keyboard.
  return (
    <Button
      flex="1 0 100%"
      size="lg"
      aria-disabled={isUsedToday}
      leftSection={isUsedToday ? <IconCheck aria-hidden /> : <IconCircleMinus aria-hidden />}
      onClick={isUsedToday ? undefined : () => markSessionUsed(member, { packageId: one.id })}
      className={classes.use}
    >
      {isUsedToday ? t.member.usedToday : t.member.use}
    </Button>
  );
}

interface CorrectionProps extends Pick<Props, 'member' | 'one' | 'onChanging'> {
  readonly isOpen: boolean;
  /** Whether one more session of today can be used on purpose. */
  readonly mayUseAgain: boolean;
}

/**
 * Corrections of the count: an adjustment with a reason, or a session of another day. An open sheet
 * stays when the package changes meanwhile, so that what was entered is not lost.
 */
function Corrections({ member, one, isOpen, mayUseAgain, onChanging }: CorrectionProps) {
  const handlers = { onOpen: () => onChanging(true), onClose: () => onChanging(false) };
  const [isAdjusting, adjusting] = useDisclosure(false, handlers);
  const [isAdding, adding] = useDisclosure(false, handlers);
  const [isUsing, using] = useDisclosure(false, handlers);
  const look = { flex: '1 0 auto', size: 'sm', px: 'xs', variant: 'default' } as const;
  return (
    <>
      {isOpen && (
        <>
          <Button
            {...look}
            leftSection={<IconPlusMinus size={20} aria-hidden />}
            onClick={adjusting.open}
          >
            {t.member.adjust}
          </Button>
          <Button
            {...look}
            leftSection={<IconCalendarPlus size={20} aria-hidden />}
            onClick={adding.open}
          >
            {t.member.otherDay}
          </Button>
        </>
      )}
      {mayUseAgain && (
        <Button
          {...look}
          leftSection={<IconCirclePlus size={20} aria-hidden />}
          onClick={using.open}
        >
          {t.member.useAgain}
        </Button>
      )}
      <Suspense>
        {isUsing && <AgainSheet {...{ member, one }} onClose={using.close} />}
        {isAdjusting && <AdjustSheet {...{ member, one }} onClose={adjusting.close} />}
        {isAdding && <OtherDaySheet {...{ member, one }} onClose={adding.close} />}
      </Suspense>
    </>
  );
}
