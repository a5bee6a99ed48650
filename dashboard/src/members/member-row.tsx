import { Text } from '@mantine/core';
import { Link } from 'wouter';
import type { MemberDto, PackageDto, UserDto } from '../api/generated/types.gen.js';
import { useOfCoach } from '../data/covering.js';
import { useStudio } from '../data/queries.js';
import { RenewInRow, useRenewable } from '../desk/renew.js';
import { type Tap, tapsOf, usedOn, withTaps } from '../queue/tap.js';
import { t } from '../texts/texts.js';
import { nameOf } from '../ui/names.js';
import { studioToday } from '../ui/dates.js';
import { lastDayText } from '../ui/last-day.js';
import { Mark, type Tone } from '../ui/mark.js';
import { canUse, type Figures, figuresOf } from './member-figures.js';
import classes from './member-row.module.css';
import { UseButton } from './use-button.js';

const TONES: Readonly<Record<MemberDto['attention'][number], Tone>> = {
  ...{ empty: 'bad', low: 'warn', expiring: 'warn', waiting: 'calm' },
};

interface Props {
  readonly member: MemberDto;
  readonly taps: readonly Tap[];
  readonly user: UserDto;
}

/** A row of the list: name, attention, balance, and the button to count a session. */
export function MemberRow({ member, taps, user }: Props) {
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  const own = tapsOf(taps, member.id);
  const figures = figuresOf({ ...member, packages: withTaps(member.packages, own) });
  const isUsedToday = usedOn(today, own) ?? member.usedToday;
  const { endsAt } = figures;
  const { coachId } = useOfCoach();
  const [renewable] = useRenewable(member, user);
  const again = coachId === undefined ? renewable : undefined;
  const of = coachId === undefined ? '' : `?coachId=${coachId}`;
  return (
    <li className={classes.row}>
      <Link href={`/members/${member.id}${of}`} className={classes.link}>
        <span className={classes.text}>
          <Text component="span" fw={600} lineClamp={2} className={classes.name}>
            {nameOf(member)}
          </Text>
          <span className={classes.marks}>
            {member.attention.map((kind) => (
              <Mark key={kind} tone={TONES[kind]}>
                {kind === 'expiring' && endsAt !== null
                  ? t.members.ends(lastDayText(endsAt, timeZone, today))
                  : t.members.attention[kind]}
              </Mark>
            ))}
            {member.payment !== null && member.payment !== 'paid' && (
              <Mark tone="warn">{t.members.payment[member.payment]}</Mark>
            )}
            {own.length > 0 && <Mark tone="warn">{t.members.pending}</Mark>}
            {isUsedToday && <Mark tone="good">{t.members.usedToday}</Mark>}
            {user.role !== 'coach' && <CoachNames member={member} />}
          </span>
        </span>
        <Balance figures={figures} last={member.lastPackage?.state} />
      </Link>
      <span className={classes.actions}>
        {again && <RenewInRow {...{ member, user }} one={again} />}
        {(isUsedToday || canUse(member) || !again) && (
          <UseButton member={member} isUsedToday={isUsedToday} />
        )}
      </span>
    </li>
  );
}

/** Whose member it is; where nothing is left to use, whose it was the last time. */
function CoachNames({ member: { packages, lastPackage } }: { readonly member: MemberDto }) {
  const last = packages.length === 0 && lastPackage !== null ? [lastPackage] : packages;
  const names = [...new Set(last.map(({ coachName }) => coachName))].join(', ');
  return (
    <Text component="span" size="sm" c="dimmed" truncate maw="100%">
      {names}
    </Text>
  );
}

interface BalanceProps {
  readonly figures: Figures;
  /** What the newest package is, where none can be used. */
  readonly last: PackageDto['state'] | undefined;
}

/** The balance, which a screen reader reads as a sentence. */
function Balance({ figures: { left, rate }, last }: BalanceProps) {
  if (left === null) {
    // A mark says that it waits.
    if (rate === null && last === 'pending') return null;
    const none = last === 'frozen' ? t.member.state.frozen : t.members.noPackage;
    const text = rate === null ? none : t.members.rate[rate];
    return (
      <Text component="span" size="sm" c="dimmed" className={classes.rate}>
        {text}
      </Text>
    );
  }
  return (
    <span className={classes.balance} data-left={left === 0 ? 'none' : 'some'}>
      <span className={classes.number}>{left}</span>
      <span className={classes.unit}>{t.members.left(left)}</span>
    </span>
  );
}
