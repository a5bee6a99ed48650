import { NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useId } from 'react';
import type { ReasonDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { reasonName, useReasons } from './reasons.js';
import { t } from '../texts/texts.js';
import { QuickPicks } from './quick-picks.js';
import type { Why } from './why.js';

/** More than these are a list to choose from, which is shorter than their buttons. */
const MOST_BUTTONS = 12;

interface Props {
  readonly why: Why;
  readonly onChange: (why: Why) => void;
  readonly isOptional: boolean;
  readonly error?: string | null;
}

/** Why something is changed: one of the studio's reasons by one tap, own words, or both. */
export function ReasonField({ why, onChange, isOptional, error }: Props) {
  const { longestReason } = useStudio().rules;
  const offered = useReasons().filter(({ isArchived }) => !isArchived);
  const id = useId();
  const isOpen = isOptional || why.code !== null;
  return (
    <Stack gap="xs">
      {offered.length > 0 && (
        <>
          <Text id={id} fw={600}>
            {isOptional ? t.desk.optional(t.desk.reason) : t.desk.reason}
          </Text>
          <Choice
            offered={offered}
            chosen={why.code}
            labelledBy={id}
            onChoose={(code) => onChange({ ...why, code })}
          />
        </>
      )}
      <Textarea
        label={isOpen ? t.desk.optional(t.desk.ownWords) : t.desk.ownWords}
        value={why.text}
        error={error}
        onChange={({ currentTarget: { value } }) => onChange({ ...why, text: value })}
        maxLength={longestReason}
        aria-required={!isOpen}
        autosize
        minRows={1}
        maxRows={4}
      />
    </Stack>
  );
}

interface ChoiceProps {
  readonly offered: readonly ReasonDto[];
  readonly chosen: string | null;
  readonly labelledBy: string;
  readonly onChoose: (code: string | null) => void;
}

function Choice({ offered, chosen, labelledBy, onChoose }: ChoiceProps) {
  if (offered.length <= MOST_BUTTONS) {
    return (
      <QuickPicks
        labelledBy={labelledBy}
        picks={offered.map((one) => ({ value: one.code, text: reasonName(one) }))}
        chosen={chosen}
        onPick={(code) => onChoose(code === chosen ? null : code)}
      />
    );
  }
  return (
    <NativeSelect
      aria-labelledby={labelledBy}
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : value)}
      data={[
        { value: '', label: t.desk.ownWords },
        ...offered.map((one) => ({ value: one.code, label: reasonName(one) })),
      ]}
    />
  );
}
