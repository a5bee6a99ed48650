import { Button, Group, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { OUTCOMES } from '../api/rules.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/activity.js';
import { t } from '../texts/texts.js';
import { isStudioDay, studioToday } from '../ui/dates.js';
import { reasonName, useReasons } from '../ui/reasons.js';
import { Sheet } from '../ui/sheet.js';
import { actionGroups, isWrongOrder, queryOf, readQuery, type Shown } from './filter.js';

interface FormProps {
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}

interface Props extends FormProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The filters of the log; nothing is requested before they are applied. */
export function FilterSheet({ shown, onShow, opened, onClose }: Props) {
  return (
    <Sheet title={words.filterTitle} opened={opened} onClose={onClose}>
      <FilterForm shown={shown} onShow={onShow} />
    </Sheet>
  );
}

function FilterForm({ shown, onShow }: FormProps) {
  const [draft, setDraft] = useState(() => Object.fromEntries(queryOf(shown)));
  const put = (name: string, value: string) => setDraft((now) => ({ ...now, [name]: value }));
  const isWrong = isWrongOrder(draft.from, draft.to);
  const apply = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isWrong) onShow(readQuery(new URLSearchParams(draft), isStudioDay));
  };
  return (
    <form onSubmit={apply} noValidate>
      <Stack>
        <ActionSelect value={draft.action ?? ''} onChange={(value) => put('action', value)} />
        <NativeSelect
          label={words.outcome}
          value={draft.outcome ?? ''}
          onChange={({ currentTarget: { value } }) => put('outcome', value)}
          data={[
            { value: '', label: words.everyOutcome },
            ...OUTCOMES.map((value) => ({ value, label: words.outcomes[value] })),
          ]}
        />
        <ReasonSelect
          value={draft.reasonCode ?? ''}
          onChange={(value) => put('reasonCode', value)}
        />
        <Days from={draft.from ?? ''} to={draft.to ?? ''} onChange={put} />
        <Switch
          size="md"
          mih={44}
          label={words.signIns}
          checked={draft.signIns === '1'}
          onChange={({ currentTarget: { checked } }) => put('signIns', checked ? '1' : '')}
        />
        <Button type="submit">{words.apply}</Button>
        <Button variant="default" onClick={() => onShow({})}>
          {words.clear}
        </Button>
      </Stack>
    </form>
  );
}

interface SelectProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ActionSelect({ value, onChange }: SelectProps) {
  const { actions, groups, everyAction } = words;
  const offered = Object.entries(actionGroups()).map(([group, ofGroup]) => ({
    group: groups[group as keyof typeof groups],
    items: ofGroup.map((action) => ({ value: action, label: actions[action] })),
  }));
  return (
    <NativeSelect
      label={words.action}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: everyAction }, ...offered]}
    />
  );
}

/** Those that are offered no more, too: what was done for them is still there. */
function ReasonSelect({ value, onChange }: SelectProps) {
  const reasons = useReasons();
  return (
    <NativeSelect
      label={t.desk.reason}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: words.everyReason },
        ...reasons.map((one) => ({ value: one.code, label: reasonName(one) })),
      ]}
    />
  );
}

interface DaysProps {
  readonly from: string;
  readonly to: string;
  readonly onChange: (name: 'from' | 'to', value: string) => void;
}

function Days({ from, to, onChange }: DaysProps) {
  const today = studioToday(useStudio().timeZone);
  return (
    <Group grow align="flex-start">
      <TextInput
        type="date"
        label={words.from}
        max={today}
        value={from}
        onChange={(event) => onChange('from', event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={words.to}
        max={today}
        value={to}
        error={isWrongOrder(from, to) ? words.wrongOrder : undefined}
        onChange={(event) => onChange('to', event.currentTarget.value)}
      />
    </Group>
  );
}
