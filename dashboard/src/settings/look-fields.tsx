import { Button, ColorSwatch, Group, Input, NativeSelect, Text } from '@mantine/core';
import { useId } from 'react';
import { shadesOf } from '../../../src/common/accent.js';
import { OWN_SHADES } from '../../../src/common/shades.js';
import { words } from '../texts/settings.js';
import classes from './settings.module.css';
import { currencies } from './currencies.js';
import type { FieldsProps, Values } from './values.js';

/** The colour of the studio, and in what it is paid. */
export function LookFields({ values, onChange }: FieldsProps) {
  return (
    <>
      <ColorField color={values.color} onChange={(color) => onChange({ color })} />
      <NativeSelect
        label={words.names.currency}
        description={words.currencyHint}
        value={values.currency ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ currency: value || null })}
        data={[{ value: '', label: words.noCurrency }, ...currencies()]}
      />
    </>
  );
}

interface ColorFieldProps {
  readonly color: Values['color'];
  readonly onChange: (color: Values['color']) => void;
}

function ColorField({ color, onChange }: ColorFieldProps) {
  const id = useId();
  const shades = shadesOf(color);
  return (
    <Input.Wrapper id={id} label={words.names.color} description={words.colorHint}>
      <Group gap="md">
        <input
          id={id}
          type="color"
          className={classes.color}
          aria-describedby={`${id}-description`}
          value={color ?? OWN_SHADES[8]}
          onChange={({ currentTarget: { value } }) => onChange(value)}
        />
        <Shade name={words.shades.light} shade={shades[8]} />
        <Shade name={words.shades.dark} shade={shades[3]} />
      </Group>
      {color !== null && (
        <Button variant="default" mt="xs" onClick={() => onChange(null)}>
          {words.ownColor}
        </Button>
      )}
    </Input.Wrapper>
  );
}

/** What becomes of the colour where the device is light, or dark. */
function Shade({ name, shade }: { readonly name: string; readonly shade: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      <ColorSwatch color={shade} size={20} aria-hidden />
      <Text size="sm">{name}</Text>
    </Group>
  );
}
