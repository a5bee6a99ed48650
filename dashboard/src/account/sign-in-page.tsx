import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import { keepAccount, wasEnded } from '../api/account.js';
import { signIn } from '../api/generated/sdk.gen.js';
import type { LoginDto, StudioDto } from '../api/generated/types.gen.js';
import { ApiProblem, ask, codeOf, type ProblemCode } from '../api/problem.js';
import { useUnsentSignOut } from '../api/sign-outs.js';
import { isOpen } from '../queue/tap.js';
import { loadTaps, useTaps } from '../queue/tap-store.js';
import { t } from '../texts/texts.js';
import { PasswordField } from '../ui/password-field.js';
import { faultAt, SendError } from '../ui/send-error.js';
import { type Code, CodeStep } from './code-step.js';
import { EntryCard } from './entry-card.js';

/** The phones of a studio that were refused together should not come again together. */
const SPREAD_MS = 1_000;

const NO_CODE: Code = { text: '', isRecovery: false };
/** Refusals after which a code is of no use. */
const AT_FIRST_STEP = new Set<ProblemCode | null>(['sign_in_failed', 'account_not_active']);

/** Whether only too many sign in at this moment, which is over in seconds. */
function isCrowded(error: Error): boolean {
  return codeOf(error) === 'sign_in_busy';
}

function pauseMsOf(error: Error): number {
  return error instanceof ApiProblem ? error.retryAfterMs : 0;
}

/** The sign-in page. The URL stays as it is, and its page is shown afterwards. */
export function SignInPage({ name, sendsMail }: Pick<StudioDto, 'name' | 'sendsMail'>) {
  useEffect(() => void loadTaps(), []);
  const waiting = useTaps().filter(isOpen).length;
  const isUnsent = useUnsentSignOut();
  return (
    <EntryCard title={name ?? t.app.name} lead={t.signIn.welcome}>
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
      {sendsMail && (
        <Button component={Link} href="/forgotten" variant="subtle" mt="sm" fullWidth>
          {t.signIn.forgotten}
        </Button>
      )}
    </EntryCard>
  );
}

/** Tries to sign in. The code is null until the account turns out to want one. */
function useSignIn() {
  const [code, setCode] = useState<Code | null>(null);
  const attempt = useMutation({
    mutationFn: (body: LoginDto) => ask(signIn({ body })),
    onSuccess: keepAccount,
    onError: (error) => {
      if (codeOf(error) === 'second_factor_needed') setCode(NO_CODE);
      // The password is another one meanwhile, or the account is closed.
      if (AT_FIRST_STEP.has(codeOf(error))) setCode(null);
    },
    retry: (failures, error) => failures < 2 && isCrowded(error),
    retryDelay: (_, error) => pauseMsOf(error) + Math.random() * SPREAD_MS,
  });
  // That a code is needed is no fault: the field for it says so.
  const error = codeOf(attempt.error) === 'second_factor_needed' ? null : attempt.error;
  /** Another kind of code, or none: what was refused is another thing. */
  const beginStep = (next: Code | null) => {
    setCode(next);
    attempt.reset();
  };
  return { code, setCode, beginStep, error, send: attempt.mutate, isSending: attempt.isPending };
}

/** Asks for e-mail address and password, and then, where the account wants one, for a code. */
function SignInForm() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { code, setCode, beginStep, error, send, isSending } = useSignIn();
  const missing = (value: string) => (isChecked && value.trim() === '' ? t.signIn.required : null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const values = [email, password, ...(code ? [code.text] : [])];
    const isComplete = values.every((value) => value.trim() !== '');
    // A field of the next step is not pointed out before it was there.
    setChecked(!isComplete);
    if (isComplete && !isSending) {
      const typed = code ? { code: code.text.trim() } : {};
      send({ email: email.trim(), password, ...typed });
    }
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="lg">
        <SendError error={error} />
        {code ? (
          <CodeStep
            email={email.trim()}
            code={code}
            onChange={setCode}
            fault={missing(code.text) ?? codeFault(code, error)}
            isBusy={isSending}
          />
        ) : (
          <Credentials
            {...{ email, setEmail, password, setPassword }}
            emailFault={missing(email) ?? faultAt('email', error)}
            passwordFault={missing(password) ?? faultAt('password', error)}
          />
        )}
        <Button type="submit" size="lg" loading={isSending} fullWidth>
          {t.signIn.submit}
        </Button>
        {code && <OtherWays code={code} onChoice={beginStep} />}
      </Stack>
    </form>
  );
}

/** What is wrong with a code; of a recovery code there is no next one to wait for. */
function codeFault({ isRecovery }: Code, error: Error | null): string | null {
  const isWrong = codeOf(error) === 'second_factor_wrong';
  return isWrong && isRecovery ? t.signIn.recoveryWrong : faultAt('code', error);
}

interface OtherWaysProps {
  readonly code: Code;
  readonly onChoice: (code: Code | null) => void;
}

function OtherWays({ code: { isRecovery }, onChoice }: OtherWaysProps) {
  return (
    <>
      <Button variant="subtle" onClick={() => onChoice({ text: '', isRecovery: !isRecovery })}>
        {isRecovery ? t.signIn.useCode : t.signIn.useRecovery}
      </Button>
      <Button variant="default" onClick={() => onChoice(null)}>
        {t.signIn.back}
      </Button>
    </>
  );
}

interface CredentialsProps {
  readonly email: string;
  readonly setEmail: (email: string) => void;
  readonly emailFault: string | null;
  readonly password: string;
  readonly setPassword: (password: string) => void;
  readonly passwordFault: string | null;
}

function Credentials(props: CredentialsProps) {
  const { email, setEmail, emailFault, password, setPassword, passwordFault } = props;
  return (
    <>
      <TextInput
        label={t.signIn.email}
        type="email"
        name="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={emailFault}
      />
      <PasswordField value={password} onChange={setPassword} fault={passwordFault} />
    </>
  );
}
