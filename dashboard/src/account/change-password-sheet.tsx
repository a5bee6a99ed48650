import { Text } from '@mantine/core';
import { useState } from 'react';
import { changePassword } from '../api/generated/sdk.gen.js';
import type { ChangePasswordDto, UserDto } from '../api/generated/types.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { PasswordField } from '../ui/password-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';

const words = () => t.account.newPassword;

interface Props {
  readonly user: UserDto;
  readonly onClose: () => void;
}

/** Changes the password of whoever is signed in, which signs them out everywhere else. */
export default function ChangePasswordSheet({ user, onClose }: Props) {
  const [passwords, setPasswords] = useState({ current: '', next: '' });
  const [isChecked, setChecked] = useState(false);
  const sending = useSending(
    (body: ChangePasswordDto) => ask(changePassword({ body })),
    () => {
      onClose();
      showSaved(words().saved);
    },
  );
  const submit = () => {
    setChecked(true);
    if (passwords.current !== '' && passwords.next !== '') sending.send(passwords);
  };
  const isAboutCurrent = codeOf(sending.error) === 'password_wrong';
  const faultOf = (name: keyof typeof passwords) => {
    if (isChecked && passwords[name] === '') return t.signIn.required;
    return isAboutCurrent === (name === 'current') ? faultAt('password', sending.error) : null;
  };
  return (
    <Sheet title={words().title} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={submit} save={words().save}>
        <Text>{words().effect}</Text>
        {/* Tells a password manager whose password it is. */}
        <input name="email" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordField
          label={words().current}
          value={passwords.current}
          onChange={(current) => setPasswords({ ...passwords, current })}
          fault={faultOf('current')}
          isFirst
        />
        <PasswordField
          value={passwords.next}
          onChange={(next) => setPasswords({ ...passwords, next })}
          fault={faultOf('next')}
          isNew
        />
      </SheetForm>
    </Sheet>
  );
}
