import { Button, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ComponentProps, type SubmitEvent } from 'react';
import { keepAccount } from '../api/account.js';
import { setUpStudio } from '../api/generated/sdk.gen.js';
import type { SetUpDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { PasswordField } from '../ui/password-field.js';
import { faultAt, SendError } from '../ui/send-error.js';
import classes from './entry-card.module.css';
import { EntryCard } from './entry-card.js';

interface Props {
  /** For who has an account: coaches that PHP made, or whoever was slower than another admin. */
  readonly onSignIn: () => void;
}

/** Makes the first admin of a studio that has none. */
export default function SetUpPage({ onSignIn }: Props) {
  return (
    <EntryCard title={t.setUp.title} lead={t.setUp.lead}>
      <SetUpForm onSignIn={onSignIn} />
    </EntryCard>
  );
}

const NOTHING = { code: '', firstName: '', lastName: '', email: '', password: '' };

type Line = keyof typeof NOTHING;

function SetUpForm({ onSignIn }: Props) {
  const [admin, setAdmin] = useState(NOTHING);
  const [alsoCoach, setAlsoCoach] = useState<boolean | null>(null);
  const [isChecked, setChecked] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: SetUpDto) => ask(setUpStudio({ body })),
    onSuccess: keepAccount,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const isComplete = Object.values(admin).every((value) => value.trim() !== '');
    setChecked(true);
    if (isComplete && alsoCoach !== null && !isPending) mutate({ ...admin, alsoCoach });
  };
  const fieldOf = (name: Line): Field => ({
    name,
    value: admin[name],
    fault: isChecked && admin[name].trim() === '' ? t.signIn.required : faultAt(name, error),
    onChange: (value: string) => setAdmin({ ...admin, [name]: value }),
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="lg">
        <SendError error={error} />
        <AdminFields fieldOf={fieldOf} />
        <WhoWorks
          isAlone={alsoCoach}
          fault={isChecked && alsoCoach === null ? t.signIn.required : null}
          onChange={setAlsoCoach}
        />
        <Button type="submit" size="lg" loading={isPending} fullWidth>
          {t.setUp.submit}
        </Button>
        <Button variant="default" onClick={onSignIn}>
          {t.welcome.toSignIn}
        </Button>
      </Stack>
    </form>
  );
}

interface Field {
  readonly name: string;
  readonly value: string;
  readonly fault: string | null;
  readonly onChange: (value: string) => void;
}

function AdminFields({ fieldOf }: { readonly fieldOf: (name: Line) => Field }) {
  return (
    <>
      <LineField
        {...fieldOf('code')}
        label={t.setUp.code}
        description={t.setUp.codeHint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <LineField
        {...fieldOf('firstName')}
        label={t.desk.person.firstName}
        autoComplete="given-name"
      />
      <LineField
        {...fieldOf('lastName')}
        label={t.desk.person.lastName}
        autoComplete="family-name"
      />
      <LineField
        {...fieldOf('email')}
        label={t.setUp.email}
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
      />
      <PasswordField {...fieldOf('password')} isNew />
    </>
  );
}

type LineProps = Omit<ComponentProps<typeof TextInput>, 'onChange'> & Field;

function LineField({ fault, onChange, ...rest }: LineProps) {
  return (
    <TextInput {...rest} onChange={(event) => onChange(event.currentTarget.value)} error={fault} />
  );
}

interface WhoProps {
  /** Null until it is chosen. */
  readonly isAlone: boolean | null;
  readonly fault: string | null;
  readonly onChange: (isAlone: boolean) => void;
}

/** A trainer who works alone is the coach, too; others invite theirs. */
function WhoWorks({ isAlone, fault, onChange }: WhoProps) {
  return (
    <Radio.Group
      size="md"
      label={t.setUp.who}
      value={isAlone === null ? null : isAlone ? 'alone' : 'team'}
      onChange={(value) => onChange(value === 'alone')}
      error={fault}
    >
      <Stack gap={0}>
        {(['alone', 'team'] as const).map((choice) => (
          <Radio
            key={choice}
            size="md"
            value={choice}
            label={<Choice name={t.setUp[choice]} hint={t.setUp[`${choice}Hint`]} />}
            classNames={{ inner: classes.choiceMark, label: classes.choiceLabel }}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** All of it can be touched. */
function Choice({ name, hint }: { readonly name: string; readonly hint: string }) {
  return (
    <>
      {name}
      <Text span display="block" size="sm" c="dimmed">
        {hint}
      </Text>
    </>
  );
}
