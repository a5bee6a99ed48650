import { Textarea, TextInput } from '@mantine/core';
import { LONGEST_NOTE } from '../api/rules.js';
import { words } from '../texts/person.js';
import type { MemberDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { faultAt } from '../ui/send-error.js';

/** What is entered of a person; empty where there is none. */
export interface EnteredPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly note: string;
}

/** What is entered before anything is. */
export const NOTHING_ENTERED: EnteredPerson = {
  ...{ firstName: '', lastName: '', email: '' },
  ...{ phone: '', note: '' },
};

type PersonField = keyof EnteredPerson;

interface Props {
  readonly person: EnteredPerson;
  readonly onChange: (change: Partial<EnteredPerson>) => void;
  /** Whether empty fields are pointed out: not before somebody wanted to save. */
  readonly isChecked: boolean;
  readonly error: Error | null;
  /** Whether they need an e-mail address: all but members. */
  readonly isEmailNeeded?: boolean;
  /** Of whom members' coaches read nothing. */
  readonly isNoMember?: boolean;
}

/** Name, e-mail address, phone number and note of a person. */
export function PersonFields(props: Props) {
  const { person, onChange, isChecked, error, isEmailNeeded = false, isNoMember = false } = props;
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
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      onChange({ [name]: value }),
  });
  return (
    <>
      <TextInput {...field('firstName')} autoCapitalize="words" data-autofocus />
      <TextInput {...field('lastName')} autoCapitalize="words" />
      <TextInput {...field('email')} type="email" inputMode="email" autoCapitalize="none" />
      <TextInput {...field('phone')} type="tel" inputMode="tel" />
      <Textarea
        {...field('note')}
        description={isNoMember ? words.noteOfOthers : words.noteOfMember}
        maxLength={LONGEST_NOTE}
        autosize
        minRows={2}
        maxRows={6}
      />
    </>
  );
}

/** Whether everything is filled in that is needed. */
export function isComplete(person: EnteredPerson, isEmailNeeded = false): boolean {
  return neededOf(isEmailNeeded).every((name) => !isEmpty(person[name]));
}

/** As it is sent: null where a field is empty that may be. */
export function sentOf<Entered extends Partial<EnteredPerson>>(entered: Entered) {
  const { email, phone, note, ...others } = entered;
  const given = Object.entries({ email, phone, note }).filter(([, text]) => text !== undefined);
  const sent = given.map(([name, text = '']) => [name, isEmpty(text) ? null : text]);
  return { ...others, ...(Object.fromEntries(sent) as Sent) };
}

type Sent = Partial<Record<'email' | 'phone' | 'note', string | null>>;

/** Of somebody who is there. */
export function enteredOf({ email, phone, note, ...names }: Known): EnteredPerson {
  const { firstName, lastName } = names;
  return { firstName, lastName, email: email ?? '', phone: phone ?? '', note: note ?? '' };
}

type Known = Pick<MemberDto, 'firstName' | 'lastName' | 'email' | 'phone' | 'note'>;

/** One name is enough. */
function neededOf(isEmailNeeded: boolean): readonly PersonField[] {
  return isEmailNeeded ? ['firstName', 'email'] : ['firstName'];
}

function isEmpty(text: string): boolean {
  return text.trim() === '';
}
