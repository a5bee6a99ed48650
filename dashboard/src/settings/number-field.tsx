import { NumberInput } from '@mantine/core';
import { useState } from 'react';

interface Props {
  readonly label: string;
  readonly description: string;
  readonly value: number;
  /** What is set now, which is there again where the field is left empty. */
  readonly saved: number;
  readonly limits: { readonly minimum: number; readonly maximum: number };
  readonly onChange: (value: number) => void;
}

/** A whole number between its limits: others cannot be typed. */
export function NumberField({ label, description, value, saved, limits, onChange }: Props) {
  // While somebody deletes one number to type another.
  const [isEmpty, setIsEmpty] = useState(false);
  const change = (entered: number | string) => {
    setIsEmpty(entered === '');
    onChange(typeof entered === 'number' ? entered : saved);
  };
  return (
    <NumberInput
      label={label}
      description={description}
      value={isEmpty ? '' : value}
      onChange={change}
      onBlur={() => setIsEmpty(false)}
      min={limits.minimum}
      max={limits.maximum}
      clampBehavior="strict"
      allowDecimal={false}
      allowNegative={false}
      hideControls
      inputMode="numeric"
    />
  );
}
