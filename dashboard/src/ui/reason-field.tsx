import { Chip, Group, Textarea } from '@mantine/core';
import { useStudio } from '../data/queries.js';

interface Props {
  readonly label: string;
  readonly reasons: readonly string[];
  readonly value: string;
  readonly onChange: (reason: string) => void;
  readonly error?: string | null;
  readonly isRequired?: boolean;
}

/** Why something is done: a common reason by one tap, or words of one's own. */
export function ReasonField({ label, reasons, value, onChange, error, isRequired }: Props) {
  const { longestReason } = useStudio().rules;
  return (
    <div>
      <Textarea
        label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        maxLength={longestReason}
        error={error}
        withAsterisk={isRequired}
        aria-required={isRequired}
        autosize
        minRows={1}
        maxRows={4}
      />
      <Group gap={6} mt={8}>
        {reasons.map((reason) => (
          <Chip
            key={reason}
            checked={value === reason}
            onChange={(isChosen) => onChange(isChosen ? reason : '')}
          >
            {reason}
          </Chip>
        ))}
      </Group>
    </div>
  );
}
