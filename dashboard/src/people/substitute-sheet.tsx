import { NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { setSubstitution } from '../api/generated/sdk.gen.js';
import type { CoachDto, SetSubstitutionDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { coachesQuery, useStudio } from '../data/queries.js';
import { words } from '../texts/substitutes.js';
import { t } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { addDays, studioToday } from '../ui/dates.js';
import { nameOf } from '../ui/names.js';
import { QuickPicks } from '../ui/quick-picks.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { NO_WHY, whyPart } from '../ui/why.js';
import type { PersonSheetProps } from './person-steps.js';
import { SubstitutionList } from './substitution-list.js';

/** Has another coach stand in for one who is away, and shows who does now and later. */
export function SubstituteSheet({ person, onClose }: PersonSheetProps) {
  return (
    <Sheet title={words.title(nameOf(person))} opened onClose={onClose}>
      <Stack>
        <SubstitutionList personId={person.id} />
        <SubstituteForm person={person} onClose={onClose} />
      </Stack>
    </Sheet>
  );
}

type FormProps = Pick<PersonSheetProps, 'person' | 'onClose'>;

interface Days {
  readonly from: string;
  readonly to: string;
}

function SubstituteForm({ person, onClose }: FormProps) {
  const { timeZone } = useStudio();
  const { data } = useQuery(coachesQuery());
  const today = studioToday(timeZone);
  const [substituteId, setSubstituteId] = useState<number | null>(null);
  const [days, setDays] = useState<Days>({ from: today, to: addDays(today, 6) });
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const others = (data?.data ?? []).filter(({ id }) => id !== person.id);
  const chosen = others.find(({ id }) => id === substituteId);
  const sending = useSetting(person.id, chosen ? nameOf(chosen) : '', onClose);
  const save = () => {
    setChecked(true);
    if (!chosen || faultOf(days) !== null) return;
    sending.send({ substituteId: chosen.id, ...days, ...whyPart(why) });
  };
  return (
    <SheetForm sending={sending} onSubmit={save} save={words.save}>
      <CoachSelect
        coaches={others}
        chosen={substituteId}
        onChoose={setSubstituteId}
        error={isChecked && !chosen ? words.missing : null}
      />
      <DayFields days={days} onChange={setDays} isChecked={isChecked} />
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional
        error={faultAt('reason', sending.error)}
      />
      <Text size="sm" c="dimmed">
        {words.effect}
      </Text>
    </SheetForm>
  );
}

interface CoachProps {
  readonly coaches: readonly CoachDto[];
  readonly chosen: number | null;
  readonly onChoose: (id: number | null) => void;
  readonly error: string | null;
}

function CoachSelect({ coaches, chosen, onChoose, error }: CoachProps) {
  return (
    <NativeSelect
      label={words.who}
      value={String(chosen ?? '')}
      error={error}
      onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : Number(value))}
      data={[
        { value: '', label: t.desk.sell.chooseCoach },
        ...coaches.map((one) => ({ value: String(one.id), label: nameOf(one) })),
      ]}
    />
  );
}

interface DayProps {
  readonly days: Days;
  readonly onChange: (days: Days) => void;
  readonly isChecked: boolean;
}

function DayFields({ days, onChange, isChecked }: DayProps) {
  const { from, to } = days;
  const fault = isChecked ? faultOf(days) : null;
  const { day, week, two } = words.lengths;
  const picks = [
    { value: from, text: day },
    { value: addDays(from || to, 6), text: week },
    { value: addDays(from || to, 13), text: two },
  ];
  return (
    <Stack gap="xs">
      <TextInput
        type="date"
        label={words.from}
        value={from}
        error={fault === 'from' ? words.noDay : null}
        onChange={({ currentTarget: { value } }) => onChange({ ...days, from: value })}
      />
      <TextInput
        type="date"
        label={words.to}
        value={to}
        min={from}
        error={fault === 'to' ? words.noDay : fault === 'order' ? words.tooEarly : null}
        onChange={({ currentTarget: { value } }) => onChange({ ...days, to: value })}
      />
      {from !== '' && (
        <QuickPicks
          picks={picks}
          chosen={to}
          onPick={(picked) => onChange({ ...days, to: picked })}
        />
      )}
    </Stack>
  );
}

/** What is wrong with the days as they are entered. */
function faultOf({ from, to }: Days): 'from' | 'to' | 'order' | null {
  if (from === '') return 'from';
  if (to === '') return 'to';
  return to < from ? 'order' : null;
}

function useSetting(personId: number, coach: string, onClose: () => void) {
  const cache = useQueryClient();
  return useSending(
    (body: SetSubstitutionDto, headers) =>
      ask(setSubstitution({ path: { personId }, body, headers })),
    () => {
      void cache.invalidateQueries({ queryKey: ['substitutions'] });
      showSaved(words.saved(coach));
      onClose();
    },
  );
}
