import { TextInput } from '@mantine/core';
import type { CreateMemberDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { faultAt } from '../ui/send-error.js';

type PersonField = keyof CreateMemberDto;

interface Props {
  readonly person: CreateMemberDto;
  readonly onChange: (change: Partial<CreateMemberDto>) => void;
  /** Whether empty fields are pointed out: not before somebody wanted to save. */
  readonly isChecked: boolean;
  readonly error: Error | null;
  /** Whether one name is enough. */
  readonly isLastNameOptional?: boolean;
}

/** Name and e-mail address of a person. */
export function PersonFields(props: Props) {
  const { person, onChange, isChecked, error, isLastNameOptional = false } = props;
  const isOptional = (name: PersonField) => name === 'lastName' && isLastNameOptional;
  const isMissing = (name: PersonField) => !isOptional(name) && person[name].trim() === '';
  const field = (name: PersonField) => ({
    label: isOptional(name) ? t.desk.optional(t.desk.person[name]) : t.desk.person[name],
    name,
    // The browser would offer the name of the person who is signed in.
    autoComplete: 'off',
    value: person[name],
    error: isChecked && isMissing(name) ? t.desk.required : faultAt(name, error),
    onChange: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) =>
      onChange({ [name]: value }),
  });
  return (
    <>
      <TextInput {...field('firstName')} autoCapitalize="words" data-autofocus />
      <TextInput {...field('lastName')} autoCapitalize="words" />
      <TextInput {...field('email')} type="email" inputMode="email" autoCapitalize="none" />
    </>
  );
}

/** Whether everything is filled in. */
export function isComplete({ firstName, lastName, email }: CreateMemberDto): boolean {
  return [firstName, lastName, email].every((text) => text.trim() !== '');
}

/** The full name as people say it. */
export function nameOf({ firstName, lastName }: Omit<CreateMemberDto, 'email'>): string {
  return `${firstName} ${lastName}`.trim();
}
