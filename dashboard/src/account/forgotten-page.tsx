import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { forgotPassword } from '../api/generated/sdk.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { ErrorBox, faultAt, SendError } from '../ui/send-error.js';
import { EntryCard } from './entry-card.js';

const words = () => t.forgotten;

/** Asks for the e-mail address to which a link is sent that sets another password. */
export default function ForgottenPage() {
  return (
    <EntryCard title={words().title}>
      <Forgotten />
      <Button component={Link} href="/" variant="default" size="lg" mt="sm" fullWidth>
        {t.welcome.toSignIn}
      </Button>
    </EntryCard>
  );
}

function Forgotten() {
  const [email, setEmail] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: (address: string) => ask(forgotPassword({ body: { email: address } })),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const address = email.trim();
    setChecked(true);
    if (address !== '' && !isPending) mutate(address);
  };
  if (data) return <Sent email={email.trim()} minutes={data.linkMinutes} />;
  const isMissing = isChecked && email.trim() === '';
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="sm">
        <Text>{words().lead}</Text>
        <TooMany error={error} />
        <TextInput
          label={t.signIn.email}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={isMissing ? t.signIn.required : faultAt('email', error)}
        />
        <Button type="submit" size="lg" loading={isPending} fullWidth>
          {words().submit}
        </Button>
      </Stack>
    </form>
  );
}

/** Why nothing was asked for. */
function TooMany({ error }: { readonly error: Error | null }) {
  // It counts for everybody in the house, and says nothing about any password.
  if (codeOf(error) !== 'too_many_attempts') return <SendError error={error} />;
  return <ErrorBox>{words().tooMany}</ErrorBox>;
}

/** The same for an address that nobody has: who has an account here is nobody else's business. */
function Sent({ email, minutes }: { readonly email: string; readonly minutes: number }) {
  const first = useRef<HTMLParagraphElement>(null);
  // The form that was here has taken the focus along.
  useEffect(() => first.current?.focus(), []);
  return (
    <Stack mt="sm">
      <Text ref={first} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
        {words().sent(email)}
      </Text>
      <Text>{words().lasts(minutes)}</Text>
    </Stack>
  );
}
