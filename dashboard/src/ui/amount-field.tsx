import { NumberInput } from '@mantine/core';
import { type Ref, useState } from 'react';
import { digitsOf } from './amounts.js';
import { DECIMAL_SIGN } from './money.js';

interface Props {
  readonly ref?: Ref<HTMLInputElement>;
  readonly label: string;
  readonly currency: string;
  /** In units of the currency. */
  readonly value: number | '';
  readonly onChange: (value: number | '') => void;
  readonly error: string | null;
}

/** Where an amount of money is typed, with as many digits as its currency has. */
export function AmountField({ currency, value, onChange, ...others }: Props) {
  // What is typed is no number yet at "12." and at "12.50", and must stay as it is.
  const [typed, setTyped] = useState<number | string>(value);
  return (
    <NumberInput
      {...others}
      value={numberOf(typed) === value ? typed : value}
      onChange={(now) => {
        setTyped(now);
        onChange(numberOf(now));
      }}
      min={0}
      decimalScale={digitsOf(currency)}
      decimalSeparator={DECIMAL_SIGN}
      allowNegative={false}
      hideControls
      inputMode="decimal"
    />
  );
}

function numberOf(typed: number | string): number | '' {
  const number = typed === '' ? Number.NaN : Number(typed);
  return Number.isNaN(number) ? '' : number;
}
