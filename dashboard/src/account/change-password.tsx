import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { UserDto } from '../api/generated/types.gen.js';
import { signInsQuery } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { hideChangeToast } from '../ui/change-toast.js';
import { part } from '../ui/part.js';

const ChangePasswordSheet = lazy(() => part(() => import('./change-password-sheet.js')));

/** The way to change one's own password; the list of sign-ins is read again afterwards. */
export function ChangePassword({ user }: { readonly user: UserDto }) {
  const cache = useQueryClient();
  const [opened, sheet] = useDisclosure();
  const open = () => {
    hideChangeToast();
    sheet.open();
  };
  const close = () => {
    sheet.close();
    void cache.invalidateQueries(signInsQuery());
  };
  return (
    <>
      <Button variant="default" mt="sm" fullWidth aria-haspopup="dialog" onClick={open}>
        {t.account.newPassword.title}
      </Button>
      {opened && (
        <Suspense>
          <ChangePasswordSheet user={user} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
