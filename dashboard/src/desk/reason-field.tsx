import { Stack, TextInput } from '@mantine/core';
import { t } from '../texts/texts.js';
import { QuickPicks } from './quick-picks.js';

interface Props {
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  readonly common: readonly string[];
  readonly isOptional: boolean;
  readonly error: string | null;
}

/** Why something is changed: in own words, or one of the common reasons. */
export function ReasonField({ reason, onChange, common, isOptional, error }: Props) {
  return (
    <Stack gap="xs">
      <TextInput
        label={isOptional ? t.desk.optional(t.desk.reason) : t.desk.reason}
        value={reason}
        error={error}
        onChange={({ currentTarget: { value } }) => onChange(value)}
      />
      <QuickPicks
        picks={common.map((text) => ({ value: text, text }))}
        chosen={reason}
        onPick={onChange}
      />
    </Stack>
  );
}
