import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { keepAccount } from '../api/account.js';
import { lookAtLink, redeemLink } from '../api/generated/sdk.gen.js';
import type { AccountLinkDto, RedeemLinkDto } from '../api/generated/types.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { PasswordField } from '../ui/password-field.js';
import { faultAt, SendError } from '../ui/send-error.js';
import { Failed } from '../ui/states.js';
import { type Code, CodeStep } from './code-step.js';
import { EntryCard } from './entry-card.js';
import { useLinkToken } from './use-link-token.js';

const NO_CODE: Code = { text: '', isRecovery: false };

/** Where a link leads that sets a password: its token stands behind the `#`. */
export default function WelcomePage() {
  return (
    <EntryCard title={t.welcome.title}>
      <LinkFirst token={useLinkToken()} />
    </EntryCard>
  );
}

function LinkFirst({ token }: { readonly token: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['link', token],
    queryFn: () => ask(lookAtLink({ body: { token } })),
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
  });
  if (token === '' || isOver(error)) return <Over />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={160} mt="lg" />;
  return <NewPassword token={token} link={data} />;
}

/** Whether the link, or the token in it, opens nothing. */
function isOver(error: Error | null): boolean {
  const code = codeOf(error);
  return code === 'link_invalid' || code === 'validation_failed';
}

function Over() {
  return (
    <Stack mt="lg" role="alert">
      <Text fw={600}>{t.welcome.invalid}</Text>
      <Text>{t.welcome.invalidDetail}</Text>
      <Button component={Link} href="/" variant="default" size="lg" fullWidth>
        {t.welcome.toSignIn}
      </Button>
    </Stack>
  );
}

/** Sends the password. The code is null until the account turns out to want one. */
function useRedeem() {
  const [, navigate] = useLocation();
  const [code, setCode] = useState<Code | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: RedeemLinkDto) => ask(redeemLink({ body })),
    onSuccess: (tokens) => {
      keepAccount(tokens);
      // The link, which is used now, leaves the address and the history.
      navigate('/', { replace: true });
    },
    onError: (refusal) => {
      if (codeOf(refusal) === 'second_factor_needed') setCode(NO_CODE);
    },
  });
  const isQuestion = codeOf(error) === 'second_factor_needed';
  return { code, setCode, send: mutate, isSending: isPending, error: isQuestion ? null : error };
}

interface NewPasswordProps {
  readonly token: string;
  readonly link: AccountLinkDto;
}

function NewPassword({ token, link }: NewPasswordProps) {
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { code, setCode, send, isSending, error } = useRedeem();
  const missing = (value: string) => (isChecked && value.trim() === '' ? t.signIn.required : null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const isComplete = [password, code?.text ?? 'none'].every((value) => value.trim() !== '');
    setChecked(!isComplete);
    const typed = code ? { code: code.text.trim() } : {};
    if (isComplete && !isSending) send({ token, password, ...typed });
  };
  if (isOver(error)) return <Over />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="sm">
        <Text style={{ overflowWrap: 'anywhere' }}>
          {t.welcome.hello(link.firstName, link.email)}
        </Text>
        <SendError error={error} />
        {/* Whoever keeps passwords for people keeps it under this name. */}
        <input type="hidden" name="email" autoComplete="username" value={link.email} readOnly />
        <PasswordField
          value={password}
          onChange={setPassword}
          fault={missing(password) ?? faultAt('password', error)}
          isNew
        />
        {code && (
          <CodeStep
            email={link.email}
            code={code}
            onChange={setCode}
            fault={missing(code.text) ?? faultAt('code', error)}
            isBusy={isSending}
          />
        )}
        <Button type="submit" size="lg" loading={isSending} fullWidth>
          {t.welcome.submit}
        </Button>
      </Stack>
    </form>
  );
}
