import { TextInput } from '@mantine/core';
import { t } from '../texts/texts.js';
import { faultAt } from '../ui/send-error.js';

/** What is entered of a person; empty where there is none. */
export interface EnteredPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

type PersonField = keyof EnteredPerson;

interface Props {
  readonly person: EnteredPerson;
  readonly onChange: (change: Partial<EnteredPerson>) => void;
  /** Whether empty fields are pointed out: not before somebody wanted to save. */
  readonly isChecked: boolean;
  readonly error: Error | null;
  /** Whether they need an e-mail address: all but members. */
  readonly isEmailNeeded?: boolean;
}

/** Name and e-mail address of a person. */
export function PersonFields(props: Props) {
  const { person, onChange, isChecked, error, isEmailNeeded = false } = props;
  const needed = neededOf(isEmailNeeded);
  const field = (name: PersonField) => ({
    label: needed.includes(name) ? t.desk.person[name] : t.desk.optional(t.desk.person[name]),
    name,
    // The browser would offer the name of the person who is signed in.
    autoComplete: 'off',
    value: person[name],
    error:
      isChecked && needed.includes(name) && isEmpty(person[name])
        ? t.desk.required
        : faultAt(name, error),
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

/** Whether everything is filled in that is needed. */
export function isComplete(person: EnteredPerson, isEmailNeeded = false): boolean {
  return neededOf(isEmailNeeded).every((name) => !isEmpty(person[name]));
}

/** As it is sent: without an e-mail address where the field is empty. */
export function sentOf<Entered extends Partial<EnteredPerson>>({ email, ...others }: Entered) {
  if (email === undefined) return others;
  return { ...others, email: isEmpty(email) ? null : email };
}

/** One name is enough. */
function neededOf(isEmailNeeded: boolean): readonly PersonField[] {
  return isEmailNeeded ? ['firstName', 'email'] : ['firstName'];
}

function isEmpty(text: string): boolean {
  return text.trim() === '';
}
