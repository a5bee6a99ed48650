import { ActionIcon } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { MemberDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { useKeptSheet } from './use-kept-sheet.js';
import { part } from '../ui/part.js';

const EditMemberSheet = lazy(() => part(() => import('./edit-member-sheet.js')));

/** Changes name or e-mail address of a member, for the front desk. */
export function EditMember({ member }: { readonly member: MemberDto }) {
  const [sheet, trigger] = useKeptSheet();
  return (
    <>
      <ActionIcon
        ref={trigger}
        size={44}
        variant="default"
        aria-label={t.desk.person.change}
        aria-haspopup="dialog"
        onClick={sheet.open}
      >
        <IconPencil size={22} aria-hidden />
      </ActionIcon>
      {sheet.wasOpened && (
        <Suspense>
          <EditMemberSheet key={sheet.round} sheet={sheet} member={member} />
        </Suspense>
      )}
    </>
  );
}
