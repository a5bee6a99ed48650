import { Text } from '@mantine/core';
import { useState } from 'react';
import { answerPassword } from '../api/asked-again.js';
import { confirm as confirmPassword } from '../api/generated/sdk.gen.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { PasswordField } from '../ui/password-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';

/** Asks for the password once more, over whatever was about to be done. */
export default function PasswordSheet({ user }: { readonly user: UserDto }) {
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const sending = useSending(
    (typed: string) => ask(confirmPassword({ body: { password: typed } })),
    () => answerPassword(true),
  );
  const confirm = () => {
    setChecked(true);
    if (password !== '') sending.send(password);
  };
  const missing = isChecked && password === '' ? t.signIn.required : null;
  return (
    <Sheet title={t.account.password.title} opened onClose={() => answerPassword(false)}>
      <SheetForm sending={sending} onSubmit={confirm} save={t.account.password.confirm}>
        <Text>{t.account.password.why}</Text>
        {/* Tells a password manager whose password it is. */}
        <input name="email" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordField
          value={password}
          onChange={setPassword}
          fault={missing ?? faultAt('password', sending.error)}
          isFirst
        />
      </SheetForm>
    </Sheet>
  );
}
