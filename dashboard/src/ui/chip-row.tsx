import { Chip, Group } from '@mantine/core';
import classes from './chip-row.module.css';

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Value[];
  readonly textOf: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}

/** One of a few, as chips in a line. */
export function ChipRow<Value extends string>(props: Props<Value>) {
  const { label, value, choices, textOf, onChange } = props;
  const choose = (chosen: string | string[] | null) => {
    const one = choices.find((choice) => choice === chosen);
    if (one !== undefined) onChange(one);
  };
  return (
    <Chip.Group value={value} onChange={choose}>
      <Group className={classes.row} role="radiogroup" aria-label={label}>
        {choices.map((choice) => (
          <Chip key={choice} value={choice}>
            {textOf(choice)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
