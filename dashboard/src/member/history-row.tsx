import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconBarbell,
  IconCircleMinus,
  IconDots,
  IconPackageOff,
  IconPlusMinus,
  IconTicket,
  type TablerIcon,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { HistoryLineDto, MemberDto, UsageDto, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { useWhyText } from '../ui/reasons.js';
import { useTaps } from '../queue/tap-store.js';
import { tapsOf } from '../queue/tap.js';
import { t } from '../texts/texts.js';
import { dayText, studioToday, timeText } from '../ui/dates.js';
import { Mark } from '../ui/mark.js';
import { signed } from '../ui/signed.js';
import classes from './history.module.css';
import { part } from '../ui/part.js';

const UsageSheet = lazy(() => part(() => import('./usage-sheet.js')));
const UndoSheet = lazy(() => part(() => import('./undo-sheet.js')));

const ICONS: Readonly<Record<UsageDto['kind'], TablerIcon>> = {
  automatic: IconBarbell,
  manual: IconCircleMinus,
  adjustment: IconPlusMinus,
  grant: IconTicket,
  external: IconArrowsExchange,
  void: IconPackageOff,
  reopen: IconTicket,
  transfer: IconArrowsExchange,
};

interface Props {
  readonly line: HistoryLineDto;
  /** The studio day under which the line stands. */
  readonly day: string;
  readonly member: MemberDto;
  readonly user: UserDto;
}

/** One line: what happened, when, by whom, why, and the balance after it unless it was undone. */
export function HistoryRow({ line, day, member, user }: Props) {
  const { timeZone } = useStudio();
  const { usage, amount, balanceAfter } = line;
  const { Icon, what, by, why } = factsOf(line);
  const { usageDate } = usage;
  const whyText = useWhyText()(why);
  const isUndone = line.line === 'made' && usage.undone !== null;
  return (
    <li className={classes.row} data-undone={isUndone} tabIndex={-1}>
      <span className={classes.icon}>
        <Icon size={22} aria-hidden />
      </span>
      <div className={classes.text}>
        <div className={classes.what}>
          {what}
          {usageDate !== null && usageDate !== day && (
            <> {t.history.forDay(dayText(usageDate, studioToday(timeZone)))}</>
          )}
        </div>
        <div className={classes.small}>
          {timeText(line.at, timeZone)} · {by ? t.history.by(by.name) : t.history.program}
        </div>
        {usage.deliveredBy && <div className={classes.small}>{trainedText(usage, member)}</div>}
        {usage.transfer && (
          <div className={classes.small}>{transferText(usage.kind, usage.transfer)}</div>
        )}
        {whyText !== null && <div className={classes.small}>{whyText}</div>}
        {isUndone && <Mark tone="calm">{t.history.undone}</Mark>}
        {line.line === 'made' && <Kinds usage={usage} />}
      </div>
      <div className={classes.figures}>
        <span className={classes.amount}>{signed(amount)}</span>
        {balanceAfter !== null && (
          <span className={classes.small}>{t.history.balanceAfter(balanceAfter)}</span>
        )}
      </div>
      {line.line === 'made' && user.role !== 'member' && (
        <div className={classes.acts}>
          <Undo {...{ usage, member, user }} />
          <More {...{ usage, member }} />
        </div>
      )}
    </li>
  );
}

/** Of an undo these are those of the undo, and what it gives back is said by its day. */
function factsOf({ line, usage }: HistoryLineDto) {
  const { kind, undone, createdBy, transfer } = usage;
  if (transfer) {
    const { transfer: what } = t.history.kind;
    return { Icon: ICONS.transfer, what, by: createdBy, why: usage };
  }
  return line === 'undone' && undone
    ? { Icon: IconArrowBackUp, what: t.history.givenBack, by: undone.by, why: undone }
    : { Icon: ICONS[kind], what: t.history.kind[kind], by: createdBy, why: usage };
}

/** Who trained, and for which coach. */
function trainedText({ deliveredBy, packageId }: UsageDto, { packages }: MemberDto): string {
  const coach = packages.find(({ id }) => id === packageId)?.coachName;
  return t.history.trained(deliveredBy?.name ?? '', coach ?? '');
}

/** To whom sessions went, or from whom they came. */
function transferText(kind: UsageDto['kind'], other: NonNullable<UsageDto['transfer']>): string {
  const coach = other.coach?.name ?? '';
  const member = other.member?.name ?? t.history.otherMember;
  const who = other.isSameMember ? coach : `${member}, ${t.member.with(coach)}`;
  return kind === 'transfer' ? t.history.to(who) : t.history.from(who);
}

/** What a session was besides the usual. */
function Kinds({ usage: { again, attendance } }: Pick<UndoProps, 'usage'>) {
  return (
    <div className={classes.kinds}>
      {again && <Mark tone="calm">{t.history.again}</Mark>}
      {attendance !== null && attendance !== 'attended' && (
        <Mark tone="warn">{t.history.attendance[attendance]}</Mark>
      )}
    </div>
  );
}

/** What else can be done with a session; nothing with one that counts by another row. */
function More({ usage, member }: Pick<UndoProps, 'usage' | 'member'>) {
  const [opened, sheet] = useDisclosure();
  const isOver = usage.undone !== null && usage.replacedById !== null;
  if (!opened && (usage.attendance === null || isOver)) return null;
  return (
    <>
      <ActionIcon
        size={44}
        variant="subtle"
        color="gray"
        c="var(--calm)"
        aria-label={t.history.more}
        aria-haspopup="dialog"
        onClick={sheet.open}
      >
        <IconDots size={22} aria-hidden />
      </ActionIcon>
      {opened && (
        <Suspense>
          <UsageSheet {...{ usage, member }} onClose={sheet.close} />
        </Suspense>
      )}
    </>
  );
}

interface UndoProps extends Pick<Props, 'member' | 'user'> {
  readonly usage: UsageDto;
}

function Undo({ usage, member, user }: UndoProps) {
  const [opened, sheet] = useDisclosure();
  const isUsage = usage.kind === 'automatic' || usage.kind === 'manual';
  const isUnderWay = tapsOf(useTaps(), member.id).some(
    (tap) => tap.kind === 'undo' && tap.usageId === usage.id,
  );
  if (!isUsage || usage.undone) return null;
  if (isUnderWay) return <Mark tone="warn">{t.history.undonePending}</Mark>;
  return (
    <>
      <Button ref={moveFocusToRow} variant="subtle" size="compact-md" mih={44} onClick={sheet.open}>
        {t.history.undo}
      </Button>
      {opened && (
        <Suspense>
          <UndoSheet {...{ usage, member, user }} onClose={sheet.close} />
        </Suspense>
      )}
    </>
  );
}

/** An undone row has no button any more, so the focus moves from the button to its row. */
function moveFocusToRow(button: HTMLButtonElement) {
  return () => {
    if (document.activeElement === button) button.closest('li')?.focus({ preventScroll: true });
  };
}
