import { Button, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { currentAccount } from '../api/account.js';
import { renewTokens } from '../api/client.js';
import { confirmSecondFactor } from '../api/generated/sdk.gen.js';
import type { NewSecondFactorDto, UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { CopyButton } from '../ui/copy-button.js';
import classes from './factor.module.css';
import { QrCode } from './qr-code.js';
import { RecoveryCodes } from './recovery-codes.js';

const words = () => t.account.factor.begin;

interface Props {
  readonly user: UserDto;
  readonly begun: NewSecondFactorDto;
  readonly onClose: () => void;
}

/** Hands the secret to an authenticator app, asks for its first code, shows the recovery codes. */
export default function TurnOnSheet({ user, begun, onClose }: Props) {
  const [code, setCode] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const sending = useSending(
    (typed: string) => ask(confirmSecondFactor({ body: { code: typed } })),
    ({ recoveryCodes }) => {
      setCodes(recoveryCodes);
      // The next access token says that this sign-in has a second factor.
      const account = currentAccount();
      if (account) void renewTokens(account).catch(() => null);
    },
  );
  const turnOn = () => {
    setChecked(true);
    if (code.trim() !== '') sending.send(code.trim());
  };
  const missing = isChecked && code.trim() === '' ? t.signIn.required : null;
  const title = codes ? t.account.factor.codes.title : words().title;
  return (
    <Sheet title={title} opened onClose={onClose} isHeld>
      {codes ? (
        <RecoveryCodes user={user} codes={codes} onKept={onClose} />
      ) : (
        <SheetForm sending={sending} onSubmit={turnOn} save={words().save}>
          <Secret begun={begun} />
          <TextInput
            label={words().code}
            description={words().codeHint}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            error={missing ?? faultAt('code', sending.error)}
          />
          <Text size="sm" c="dimmed">
            {words().others}
          </Text>
        </SheetForm>
      )}
    </Sheet>
  );
}

/** The secret for a phone beside this screen, for the app on this one, and for typing. */
function Secret({ begun: { secret, url } }: Pick<Props, 'begun'>) {
  return (
    <>
      <Text>{words().scan}</Text>
      <QrCode text={url} name={words().picture} />
      <Button component="a" href={url} variant="default" className={classes.open}>
        {words().open}
      </Button>
      <div>
        <Text size="sm">{words().key}</Text>
        {/* In fours, as people type it; copied, it has no spaces. */}
        <div className={classes.secret}>
          {(secret.match(/.{1,4}/g) ?? []).map((part, place) => (
            <span key={place}>{part}</span>
          ))}
        </div>
        <CopyButton text={secret}>{words().copyKey}</CopyButton>
      </div>
    </>
  );
}
