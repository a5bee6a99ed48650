import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { askForEmail } from '../api/generated/sdk.gen.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/own-details.js';
import { t } from '../texts/texts.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';

interface Props {
  readonly user: UserDto;
  readonly onClose: () => void;
}

/** Asks for another e-mail address of one's own: by a link that is sent there. */
export function OwnEmailSheet({ user, onClose }: Props) {
  const { sendsMail } = useStudio();
  const [sent, setSent] = useState<{ email: string; hours: number } | null>(null);
  return (
    <Sheet title={words.email.title} opened onClose={onClose}>
      {!sendsMail && <Text>{words.email.noMail}</Text>}
      {sendsMail && !sent && (
        <EmailForm user={user} onSent={(email, hours) => setSent({ email, hours })} />
      )}
      {sent && <Sent {...sent} onClose={onClose} />}
    </Sheet>
  );
}

interface FormProps {
  readonly user: UserDto;
  readonly onSent: (email: string, hours: number) => void;
}

function EmailForm({ user, onSent }: FormProps) {
  const [email, setEmail] = useState('');
  const [isChecked, setChecked] = useState(false);
  const sending = useSending(
    (address: string) => ask(askForEmail({ body: { email: address } })),
    ({ linkHours }, { body }) => onSent(body, linkHours),
  );
  const address = email.trim();
  const isOwn = address.toLowerCase() === user.email.toLowerCase();
  const submit = () => {
    setChecked(true);
    if (address !== '' && !isOwn) sending.send(address);
  };
  const faultOf = () => {
    if (isChecked && address === '') return t.signIn.required;
    return isChecked && isOwn ? words.email.own : faultAt('email', sending.error);
  };
  return (
    <SheetForm sending={sending} onSubmit={submit} save={words.email.submit}>
      <Text>{words.email.lead}</Text>
      <TextInput
        label={words.email.label}
        type="email"
        name="email"
        autoComplete="email"
        inputMode="email"
        autoCapitalize="none"
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={faultOf()}
      />
    </SheetForm>
  );
}

interface SentProps {
  readonly email: string;
  readonly hours: number;
  readonly onClose: () => void;
}

/** The same for one that somebody else has: whose addresses there are is told to nobody. */
function Sent({ email, hours, onClose }: SentProps) {
  const first = useRef<HTMLParagraphElement>(null);
  // The form that was here has taken the focus along.
  useEffect(() => first.current?.focus(), []);
  return (
    <Stack>
      <Text ref={first} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
        {words.email.sent(email)}
      </Text>
      <Text>{words.email.lasts(hours)}</Text>
      <Button size="lg" fullWidth onClick={onClose}>
        {words.email.done}
      </Button>
    </Stack>
  );
}
