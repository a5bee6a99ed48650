import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { currentAccount, keepUser } from '../api/account.js';
import { confirmEmail } from '../api/generated/sdk.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { words } from '../texts/own-details.js';
import { SendError } from '../ui/send-error.js';
import { EntryCard } from './entry-card.js';
import { useLinkToken } from './use-link-token.js';

/** Where a link leads that makes an e-mail address somebody's own. */
export default function ConfirmPage() {
  const token = useLinkToken();
  return (
    <EntryCard title={words.confirm.title}>
      {token === '' ? <Over /> : <Confirm key={token} token={token} />}
    </EntryCard>
  );
}

/** By a touch: programs that look into mails open links, too. */
function Confirm({ token }: { readonly token: string }) {
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: () => ask(confirmEmail({ body: { token } })),
    onSuccess: ({ userId, email }) => {
      const user = currentAccount()?.user;
      if (user?.id === userId) keepUser({ ...user, email, phone: null });
    },
  });
  const code = codeOf(error);
  if (data) return <Moved email={data.email} />;
  if (code === 'link_invalid' || code === 'validation_failed') return <Over />;
  return (
    <Stack mt="sm">
      <Text>{words.confirm.lead}</Text>
      <SendError error={error} />
      <Button size="lg" loading={isPending} fullWidth onClick={() => mutate()}>
        {words.confirm.submit}
      </Button>
    </Stack>
  );
}

function Moved({ email }: { readonly email: string }) {
  const first = useRef<HTMLParagraphElement>(null);
  // The button that was here has taken the focus along.
  useEffect(() => first.current?.focus(), []);
  return (
    <Stack mt="sm">
      <Text ref={first} tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
        {words.confirm.moved(email)}
      </Text>
      <GoOn />
    </Stack>
  );
}

function Over() {
  return (
    <Stack mt="lg" role="alert">
      <Text fw={600}>{words.confirm.invalid}</Text>
      <Text>{words.confirm.invalidDetail}</Text>
      <GoOn />
    </Stack>
  );
}

function GoOn() {
  return (
    <Button component={Link} href="/" variant="default" size="lg" fullWidth>
      {words.confirm.goOn}
    </Button>
  );
}
