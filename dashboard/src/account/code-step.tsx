import { Text, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { t } from '../texts/texts.js';

/** What is entered beside the password: a code of the app, or a recovery code. */
export interface Code {
  readonly text: string;
  readonly isRecovery: boolean;
}

interface Props {
  readonly email: string;
  readonly code: Code;
  readonly onChange: (code: Code) => void;
  /** Nothing was typed, or what was typed is refused. */
  readonly fault: string | null;
  /** Whether it is being tried; what is refused is then selected, to be typed over. */
  readonly isBusy: boolean;
}

/** The second step of a sign-in: one field for the code. */
export function CodeStep({ email, code, onChange, fault, isBusy }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isBusy) return;
    field.current?.focus();
    field.current?.select();
  }, [isBusy, code.isRecovery]);
  const words = t.signIn;
  return (
    <>
      <Text style={{ overflowWrap: 'anywhere' }}>{words.as(email)}</Text>
      <TextInput
        ref={field}
        key={String(code.isRecovery)}
        label={code.isRecovery ? words.recoveryCode : words.code}
        description={code.isRecovery ? words.recoveryHint : words.codeHint}
        name="code"
        inputMode={code.isRecovery ? 'text' : 'numeric'}
        autoComplete={code.isRecovery ? 'off' : 'one-time-code'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={code.text}
        onChange={({ currentTarget: { value } }) => onChange({ ...code, text: value })}
        error={fault}
      />
    </>
  );
}
