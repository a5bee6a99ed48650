import { Button, Group } from '@mantine/core';
import { t } from '../texts/texts.js';

interface Pick<T> {
  readonly value: T;
  readonly text: string;
  /** The accessible name, where the text alone is unclear. */
  readonly name?: string;
}

interface Props<T> {
  readonly picks: readonly Pick<T>[];
  readonly chosen: T | null;
  readonly onPick: (value: T) => void;
  /** The id of what says what the choices are; common ones of a field without it. */
  readonly labelledBy?: string;
}

/** Buttons for the most frequent values of a field. */
export function QuickPicks<T>({ picks, chosen, onPick, labelledBy }: Props<T>) {
  const label = labelledBy === undefined ? { 'aria-label': t.desk.chosen } : {};
  return (
    <Group gap="xs" role="group" aria-labelledby={labelledBy} {...label}>
      {picks.map(({ value, text, name }) => (
        <Button
          key={text}
          variant={value === chosen ? 'filled' : 'default'}
          aria-label={name}
          aria-pressed={value === chosen}
          radius="xl"
          size="compact-md"
          px="sm"
          miw={52}
          mih={44}
          onClick={() => onPick(value)}
        >
          {text}
        </Button>
      ))}
    </Group>
  );
}
