import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { UserDto } from '../api/generated/types.gen.js';
import { words } from '../texts/own-details.js';
import { hideChangeToast } from '../ui/change-toast.js';
import { OwnDetailsSheet } from './own-details-sheet.js';
import { OwnEmailSheet } from './own-email-sheet.js';

/** What people change of themselves: the buttons that open the sheets. */
export default function OwnDetails({ user }: { readonly user: UserDto }) {
  const [opened, setOpened] = useState<'details' | 'email' | null>(null);
  const opener = (sheet: typeof opened) => () => {
    hideChangeToast();
    setOpened(sheet);
  };
  const close = () => setOpened(null);
  const button = { variant: 'default', fullWidth: true, 'aria-haspopup': 'dialog' } as const;
  return (
    <Stack gap="sm" mt="sm">
      <Button {...button} onClick={opener('details')}>
        {words.title}
      </Button>
      <Button {...button} onClick={opener('email')}>
        {words.email.title}
      </Button>
      {opened === 'details' && <OwnDetailsSheet onClose={close} />}
      {opened === 'email' && <OwnEmailSheet user={user} onClose={close} />}
    </Stack>
  );
}
