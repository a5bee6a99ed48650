import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keepUser } from '../api/account.js';
import { changeMe, whoAmI } from '../api/generated/sdk.gen.js';
import type { ChangeMeDto, MeDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { words } from '../texts/own-details.js';
import { t } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { useSending } from '../ui/use-sending.js';

type Entered = Readonly<Record<'firstName' | 'lastName' | 'phone', string>>;

interface Props {
  readonly onClose: () => void;
}

/** Changes one's own name and phone number. The number is read anew, and kept on no device. */
export function OwnDetailsSheet({ onClose }: Props) {
  const { data, error, refetch } = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => ask(whoAmI({ signal })),
    gcTime: 0,
    // Another answer would take away what is being entered.
    staleTime: Infinity,
  });
  return (
    <Sheet title={words.title} opened onClose={onClose}>
      {data && <OwnDetailsForm me={data} onClose={onClose} />}
      {!data && error && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton rows={3} />}
    </Sheet>
  );
}

/** Sends what was edited, and nothing that the studio changed meanwhile. */
function OwnDetailsForm({ me, onClose }: Props & { readonly me: MeDto }) {
  const [edits, setEdits] = useState<Partial<Entered>>({});
  const [isChecked, setChecked] = useState(false);
  const sending = useSending(
    (body: ChangeMeDto, headers) => ask(changeMe({ body, headers })),
    (changed: MeDto) => {
      keepUser(changed);
      onClose();
      showSaved(words.saved);
    },
  );
  const { firstName, lastName, phone } = me;
  const entered: Entered = { firstName, lastName, phone: phone ?? '', ...edits };
  const save = () => {
    setChecked(true);
    if (Object.keys(edits).length === 0) onClose();
    else if (entered.firstName.trim() !== '') sending.send(sentOf(edits));
  };
  const isMissing = isChecked && entered.firstName.trim() === '';
  return (
    <SheetForm sending={sending} onSubmit={save} save={words.save}>
      <OwnFields
        entered={entered}
        onChange={(change) => setEdits({ ...edits, ...change })}
        isMissing={isMissing}
        error={sending.error}
      />
    </SheetForm>
  );
}

interface FieldsProps {
  readonly entered: Entered;
  readonly onChange: (change: Partial<Entered>) => void;
  /** Whether the first name is empty, and somebody wanted to save. */
  readonly isMissing: boolean;
  readonly error: Error | null;
}

function OwnFields({ entered, onChange, isMissing, error }: FieldsProps) {
  const field = (name: keyof Entered) => ({
    name,
    value: entered[name],
    error: faultAt(name, error),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      onChange({ [name]: value }),
  });
  return (
    <>
      <TextInput
        {...field('firstName')}
        {...(isMissing ? { error: t.desk.required } : {})}
        label={t.desk.person.firstName}
        autoComplete="given-name"
        autoCapitalize="words"
        data-autofocus
      />
      <TextInput
        {...field('lastName')}
        label={t.desk.optional(t.desk.person.lastName)}
        autoComplete="family-name"
        autoCapitalize="words"
      />
      <TextInput
        {...field('phone')}
        label={t.desk.optional(t.desk.person.phone)}
        description={words.phoneHint}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
      />
    </>
  );
}

/** As it is sent: null for no number any more. */
function sentOf({ phone, ...names }: Partial<Entered>): ChangeMeDto {
  if (phone === undefined) return names;
  return { ...names, phone: phone.trim() === '' ? null : phone };
}
