import { Stack, Textarea } from '@mantine/core';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { QuickPicks } from './quick-picks.js';

interface Props {
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  /** What is most often the reason, for one tap. */
  readonly common: readonly string[];
  readonly isOptional: boolean;
  readonly error?: string | null;
}

/** Why something is changed: in own words, or one of the common reasons. */
export function ReasonField({ reason, onChange, common, isOptional, error }: Props) {
  const { longestReason } = useStudio().rules;
  return (
    <Stack gap="xs">
      <Textarea
        label={isOptional ? t.desk.optional(t.desk.reason) : t.desk.reason}
        value={reason}
        error={error}
        onChange={({ currentTarget: { value } }) => onChange(value)}
        maxLength={longestReason}
        aria-required={!isOptional}
        autosize
        minRows={1}
        maxRows={4}
      />
      <QuickPicks
        picks={common.map((text) => ({ value: text, text }))}
        chosen={reason}
        onPick={onChange}
      />
    </Stack>
  );
}
