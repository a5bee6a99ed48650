import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { lastDayOf } from '../../../src/common/last-day.js';
import type { ChangePackageDto, PackageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/corrections.js';
import { t } from '../texts/texts.js';
import { addDays, addMonths, dayText, daysBetween, studioToday } from '../ui/dates.js';
import { SheetForm } from '../ui/sheet-form.js';
import { AskDesk } from './ask-desk.js';
import classes from './desk.module.css';
import { dateFaultOf, extensionOf, extendsFrom, newDateOf } from './package-actions.js';
import { QuickPicks } from '../ui/quick-picks.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { isUnsaid, NO_WHY } from '../ui/why.js';
import type { Sending } from '../ui/use-sending.js';

interface Props {
  readonly one: PackageDto;
  /** Coaches may only make it longer. */
  readonly isExtension: boolean;
  readonly sending: Sending<ChangePackageDto>;
  readonly change: (terms: ChangePackageDto) => void;
  readonly onAsked: () => void;
}

/** Changes the last day of a package, and shows the effect. A coach has to say why. */
export function DateForm({ one, isExtension, sending, change, onAsked }: Props) {
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  const [day, setDay] = useState<string | null>('');
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const fault = dateFaultOf(day, one, { timeZone, today, onlyLater: isExtension });
  const isMissing = isExtension && isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (fault === null && !isMissing) change(newDateOf(day, timeZone, why));
  };
  const asking = { memberId: one.memberId, error: sending.error, onAsked };
  const shown = isChecked && fault ? t.desk.package.dateFaults[fault] : null;
  return (
    <SheetForm
      sending={sending}
      onSubmit={save}
      save={isExtension ? t.desk.package.extend : t.desk.package.dateSave}
      instead={day && <AskDesk {...asking} wanted={extensionOf(one, day, timeZone, why)} />}
    >
      <Stack gap="xs">
        <TextInput
          type="date"
          label={t.desk.package.newDay}
          value={day ?? ''}
          min={today}
          error={shown ?? faultAt('expiresAt', sending.error)}
          onChange={({ currentTarget: { value } }) => setDay(value)}
        />
        <QuickPicks
          picks={picksOf(extendsFrom(one.expiresAt, today, timeZone), isExtension)}
          chosen={day}
          onPick={setDay}
        />
      </Stack>
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional={!isExtension}
        error={
          isChecked && isMissing ? words.adjust.reasonRequired : faultAt('reason', sending.error)
        }
      />
      {fault === null && <Effect {...{ day, one, timeZone }} />}
    </SheetForm>
  );
}

interface DayPick {
  readonly value: string | null;
  readonly text: string;
}

function picksOf(from: string, isExtension: boolean): DayPick[] {
  const { week, month, quarter } = t.desk.package.later;
  return [
    { value: addDays(from, 7), text: week },
    { value: addMonths(from, 1), text: month },
    { value: addMonths(from, 3), text: quarter },
    ...(isExtension ? [] : [{ value: null, text: t.desk.sell.noEnd }]),
  ];
}

interface EffectProps {
  readonly day: string | null;
  readonly one: PackageDto;
  readonly timeZone: string;
}

/** The new end, and how much longer or shorter that is. */
function Effect({ day, one: { expiresAt }, timeZone }: EffectProps) {
  const { longer, shorter } = t.desk.package;
  const until =
    day === null ? t.member.unlimited : t.member.validUntil(dayText(day, studioToday(timeZone)));
  const last = expiresAt === null ? null : lastDayOf(new Date(expiresAt), timeZone).day;
  const gained = day === null || last === null ? 0 : daysBetween(last, day);
  const isShorter = gained < 0 || (last === null && day !== null);
  return (
    <div role="status" className={classes.summary} data-tone={isShorter ? 'warn' : undefined}>
      {until}
      {gained > 0 && ` · ${longer(gained)}`}
      {gained < 0 && ` · ${shorter(-gained)}`}
    </div>
  );
}
