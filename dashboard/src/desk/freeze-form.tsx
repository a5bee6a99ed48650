import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PackageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words as corrections } from '../texts/corrections.js';
import { words } from '../texts/freezes.js';
import { addDays, studioToday } from '../ui/dates.js';
import { lastDayText } from '../ui/last-day.js';
import { QuickPicks } from '../ui/quick-picks.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';
import classes from './desk.module.css';
import { daysOf, endWith, type Entered, faultOf } from './freezing.js';
import { useFreezing } from './use-freezing.js';

interface Props {
  readonly one: PackageDto;
  readonly onDone: () => void;
}

/** Freezes a package, or gives its freeze another end, and shows the new end of the package. */
export function FreezeForm({ one, onDone }: Props) {
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  // The freeze that is changed; another one would come after it was ended here.
  const [freeze] = useState(one.freeze);
  const [days, setDays] = useState<Entered>(freeze ?? { from: today, to: addDays(today, 6) });
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const sending = useFreezing(one, onDone);
  const isMissing = freeze === null && isUnsaid(why);
  const fault = faultOf(days);
  const save = () => {
    setChecked(true);
    if (fault === null && !isMissing) {
      sending.send(freeze === null ? { ...days, ...whyPart(why) } : { id: freeze.id, to: days.to });
    }
  };
  return (
    <SheetForm
      sending={sending}
      onSubmit={save}
      save={freeze === null ? words.freeze.name : words.change.save}
    >
      <DayFields
        {...{ days, today, isNew: freeze === null }}
        fault={isChecked ? fault : null}
        onChange={setDays}
      />
      {freeze === null && (
        <ReasonField
          why={why}
          onChange={setWhy}
          isOptional={false}
          error={
            isChecked && isMissing
              ? corrections.adjust.reasonRequired
              : faultAt('reason', sending.error)
          }
        />
      )}
      {fault === null && <Effect {...{ one, days, timeZone, today }} />}
    </SheetForm>
  );
}

interface DayProps {
  readonly days: Entered;
  readonly today: string;
  readonly isNew: boolean;
  readonly onChange: (days: Entered) => void;
  readonly fault: ReturnType<typeof faultOf>;
}

/** The first day of a new freeze, and its last one or none. */
function DayFields({ days, today, isNew, fault, onChange }: DayProps) {
  const { from, to } = days;
  return (
    <Stack gap="xs">
      {isNew && (
        <TextInput
          type="date"
          label={words.from}
          value={from}
          error={fault === 'from' ? words.noDay : null}
          onChange={({ currentTarget: { value } }) => onChange({ ...days, from: value })}
        />
      )}
      <TextInput
        type="date"
        label={words.to}
        value={to ?? ''}
        min={from}
        error={toFaultOf(fault)}
        onChange={({ currentTarget: { value } }) => onChange({ ...days, to: value })}
      />
      <QuickPicks
        picks={isNew ? newPicks(from || today) : endPicks(from, today)}
        chosen={to}
        onPick={(picked) => onChange({ ...days, to: picked })}
      />
    </Stack>
  );
}

function toFaultOf(fault: ReturnType<typeof faultOf>): string | null {
  if (fault === 'order') return words.tooEarly;
  return fault === 'to' ? words.noDay : null;
}

interface ToPick {
  readonly value: string | null;
  readonly text: string;
}

function newPicks(from: string): ToPick[] {
  const { one, two, four } = words.lengths;
  return [
    { value: addDays(from, 6), text: one },
    { value: addDays(from, 13), text: two },
    { value: addDays(from, 27), text: four },
    { value: null, text: words.open },
  ];
}

/** Ended so that today counts again; one that has not begun before today is taken back. */
function endPicks(from: string, today: string): ToPick[] {
  const end =
    from < today
      ? { value: addDays(today, -1), text: words.endYesterday }
      : { value: addDays(from, -1), text: words.takeBack };
  return [end, { value: null, text: words.open }];
}

interface EffectProps {
  readonly one: PackageDto;
  readonly days: Entered;
  readonly timeZone: string;
  readonly today: string;
}

/** How many days it is frozen, and its new end. */
function Effect({ one, days, timeZone, today }: EffectProps) {
  const count = daysOf(days);
  const end = endWith(one, days, timeZone);
  return (
    <div role="status" className={classes.summary}>
      {count === null && words.openHint}
      {count !== null && end === null && words.count(count)}
      {count !== null && end !== null && words.ends(count, lastDayText(end, timeZone, today))}
    </div>
  );
}
