import { PasswordInput } from '@mantine/core';
import { t } from '../texts/texts.js';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault: string | null;
  /** Where there are two. */
  readonly label?: string;
  /** Whether it has the focus as soon as its sheet is there. */
  readonly isFirst?: boolean;
  /** Whether it is to be the password from now on. */
  readonly isNew?: boolean;
}

/** The field for the password of the person who signs in or is signed in. */
export function PasswordField({ value, onChange, fault, label, isFirst, isNew }: Props) {
  return (
    <PasswordInput
      label={label ?? (isNew ? t.welcome.password : t.signIn.password)}
      description={isNew ? t.welcome.hint : undefined}
      name="password"
      autoComplete={isNew ? 'new-password' : 'current-password'}
      data-autofocus={isFirst ?? undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fault}
      // Mantine says so of every other field.
      aria-invalid={fault !== null}
      visibilityToggleButtonProps={{ 'aria-label': t.signIn.showPassword }}
      rightSectionWidth={44}
      styles={{ visibilityToggle: { width: 44, height: 44 } }}
    />
  );
}
