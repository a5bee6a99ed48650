import { Text } from '@mantine/core';
import { useState } from 'react';
import { makeRecoveryCodes } from '../api/generated/sdk.gen.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { t } from '../texts/texts.js';
import { RecoveryCodes } from './recovery-codes.js';

const words = () => t.account.factor.renew;

interface Props {
  readonly user: UserDto;
  readonly onClose: () => void;
}

/** Asks before the recovery codes end, and shows the new ones once. */
export default function NewCodesSheet({ user, onClose }: Props) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const sending = useSending(
    () => ask(makeRecoveryCodes()),
    ({ recoveryCodes }) => setCodes(recoveryCodes),
  );
  const title = codes ? t.account.factor.codes.title : words().title;
  return (
    <Sheet title={title} opened onClose={onClose} isHeld={codes !== null}>
      {codes ? (
        <RecoveryCodes user={user} codes={codes} onKept={onClose} />
      ) : (
        <SheetForm sending={sending} onSubmit={() => sending.send('make')} save={words().save}>
          <Text>{words().detail}</Text>
        </SheetForm>
      )}
    </Sheet>
  );
}
