import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconArrowsExchange,
  IconBarbell,
  IconCircleMinus,
  IconPlusMinus,
  IconTicket,
  type TablerIcon,
} from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { MemberDto, UsageDto, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { useWhyText } from '../ui/reasons.js';
import { useTaps } from '../queue/tap-store.js';
import { tapsOf } from '../queue/tap.js';
import { t } from '../texts/texts.js';
import { dayText, momentText, studioToday, timeText } from '../ui/dates.js';
import { Mark } from '../ui/mark.js';
import { signed } from '../ui/signed.js';
import classes from './history.module.css';
import { part } from '../ui/part.js';

const UndoSheet = lazy(() => part(() => import('./undo-sheet.js')));

const ICONS: Readonly<Record<UsageDto['kind'], TablerIcon>> = {
  automatic: IconBarbell,
  manual: IconCircleMinus,
  adjustment: IconPlusMinus,
  grant: IconTicket,
  external: IconArrowsExchange,
};

interface Props {
  readonly usage: UsageDto;
  /** The studio day under which the row stands. */
  readonly day: string;
  readonly member: MemberDto;
  readonly user: UserDto;
}

/** One row: what happened, when, by whom, why, the balance after it, and whether it was undone. */
export function HistoryRow({ usage, day, member, user }: Props) {
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  const Icon = ICONS[usage.kind];
  const { createdBy, createdAt, usageDate } = usage;
  const why = useWhyText()(usage);
  const by = createdBy ? t.history.by(createdBy.name) : t.history.program;
  return (
    <li className={classes.row} data-undone={usage.undone !== null} tabIndex={-1}>
      <span className={classes.icon}>
        <Icon size={22} aria-hidden />
      </span>
      <div className={classes.text}>
        <div className={classes.what}>
          {t.history.kind[usage.kind]}
          {usageDate !== null && usageDate !== day && (
            <> {t.history.forDay(dayText(usageDate, today))}</>
          )}
        </div>
        <div className={classes.small}>
          {timeText(createdAt, timeZone)} · {by}
        </div>
        {why !== null && <div className={classes.small}>{why}</div>}
        <Undone usage={usage} />
      </div>
      <div className={classes.figures}>
        <span className={classes.amount}>{signed(usage.amount)}</span>
        {usage.balanceAfter !== null && (
          <span className={classes.small}>{t.history.balanceAfter(usage.balanceAfter)}</span>
        )}
        {user.role !== 'member' && <Undo {...{ usage, member, user }} />}
      </div>
    </li>
  );
}

function Undone({ usage: { undone } }: Pick<Props, 'usage'>) {
  const { timeZone } = useStudio();
  const whyText = useWhyText();
  if (!undone) return null;
  const why = whyText(undone);
  const at = momentText(undone.at, timeZone, studioToday(timeZone));
  return (
    <div className={classes.small}>
      {t.history.undone(undone.by?.name ?? null, at)}
      {why !== null && <> · {why}</>}
    </div>
  );
}

function Undo({ usage, member, user }: Omit<Props, 'day'>) {
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
