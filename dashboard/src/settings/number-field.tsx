import { NumberInput } from '@mantine/core';
import { useState } from 'react';

interface Field {
  readonly label: string;
  readonly description: string;
  readonly limits: { readonly minimum: number; readonly maximum: number };
}

interface Props extends Field {
  readonly value: number;
  /** What is set now, which is there again where the field is left empty. */
  readonly saved: number;
  readonly onChange: (value: number) => void;
}

/** A whole number between its limits: others cannot be typed. */
export function NumberField({ value, saved, onChange, ...field }: Props) {
  // While somebody deletes one number to type another.
  const [isEmpty, setIsEmpty] = useState(false);
  const change = (entered: number | string) => {
    setIsEmpty(entered === '');
    onChange(typeof entered === 'number' ? entered : saved);
  };
  return (
    <Digits
      {...field}
      value={isEmpty ? '' : value}
      onChange={change}
      onBlur={() => setIsEmpty(false)}
    />
  );
}

interface OptionalProps extends Field {
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** As `NumberField`; without a number there is no limit. */
export function OptionalNumberField({ value, onChange, ...field }: OptionalProps) {
  const change = (entered: number | string) =>
    onChange(typeof entered === 'number' ? entered : null);
  return <Digits {...field} value={value ?? ''} onChange={change} />;
}

interface DigitsProps extends Field {
  readonly value: number | string;
  readonly onChange: (entered: number | string) => void;
  readonly onBlur?: () => void;
}

function Digits({ limits, ...field }: DigitsProps) {
  return (
    <NumberInput
      {...field}
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
