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
  readonly chosen: T;
  readonly onPick: (value: T) => void;
}

/** Buttons for the most frequent values of a field. */
export function QuickPicks<T>({ picks, chosen, onPick }: Props<T>) {
  return (
    <Group gap="xs" role="group" aria-label={t.desk.chosen}>
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
