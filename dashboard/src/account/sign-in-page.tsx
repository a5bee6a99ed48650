import { Alert, Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState, type SubmitEvent } from 'react';
import { keepAccount, wasEnded } from '../api/account.js';
import { signIn } from '../api/generated/sdk.gen.js';
import { ApiProblem, ask } from '../api/problem.js';
import { useUnsentSignOut } from '../api/sign-outs.js';
import { isOpen } from '../queue/tap.js';
import { loadTaps, useTaps } from '../queue/tap-store.js';
import { t } from '../texts/texts.js';
import { PasswordField } from '../ui/password-field.js';
import { faultAt, SendError } from '../ui/send-error.js';
import classes from './sign-in-page.module.css';

const noCache = new QueryClient({ defaultOptions: { mutations: { networkMode: 'always' } } });

/** The phones of a studio that were refused together should not come again together. */
const SPREAD_MS = 1_000;

/** Whether only too many sign in at this moment, which is over in seconds. */
function isCrowded(error: Error): boolean {
  return error instanceof ApiProblem && error.code === 'sign_in_busy';
}

function pauseMsOf(error: Error): number {
  return error instanceof ApiProblem ? error.retryAfterMs : 0;
}

/** The sign-in page. The URL stays as it is, and its page is shown afterwards. */
export function SignInPage() {
  useEffect(() => void loadTaps(), []);
  const waiting = useTaps().filter(isOpen).length;
  const isUnsent = useUnsentSignOut();
  return (
    <QueryClientProvider client={noCache}>
      <main className={classes.root}>
        <Paper className={classes.card}>
          <img src={`${import.meta.env.BASE_URL}icon.svg`} width={56} height={56} alt="" />
          <Title order={1} size="h2">
            {t.app.name}
          </Title>
          <Text c="dimmed">{t.signIn.welcome}</Text>
          {wasEnded() && (
            <Alert variant="default" mt="sm">
              {t.signIn.signedOut}
            </Alert>
          )}
          {isUnsent && (
            <Alert variant="default" mt="sm">
              {t.signIn.signOutWaits}
            </Alert>
          )}
          {waiting > 0 && (
            <Alert variant="default" mt="sm">
              {t.signIn.waiting(waiting)}
            </Alert>
          )}
          <SignInForm />
        </Paper>
      </main>
    </QueryClientProvider>
  );
}

function SignInForm() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const attempt = useMutation({
    mutationFn: () => ask(signIn({ body: { email: email.trim(), password } })),
    onSuccess: keepAccount,
    retry: (failures, error) => failures < 2 && isCrowded(error),
    retryDelay: (_, error) => pauseMsOf(error) + Math.random() * SPREAD_MS,
  });
  const missing = (value: string) => (isChecked && value === '' ? t.signIn.required : null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (email.trim() !== '' && password !== '') attempt.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="lg">
        <SendError error={attempt.error} />
        <TextInput
          label={t.signIn.email}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={missing(email.trim()) ?? faultAt('email', attempt.error)}
        />
        <PasswordField
          value={password}
          onChange={setPassword}
          fault={missing(password) ?? faultAt('password', attempt.error)}
        />
        <Button type="submit" size="lg" loading={attempt.isPending} fullWidth>
          {t.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}
