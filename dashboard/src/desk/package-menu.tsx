import { ActionIcon, Button } from '@mantine/core';
import { IconCheck, IconDotsVertical } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useEffectEvent } from 'react';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { actionsOf, allActionsOf, approvalOf } from './package-actions.js';
import type { PackageProps } from './package-props.js';
import { sendErrorText } from '../ui/send-error.js';
import { showNotSaved } from '../ui/change-toast.js';
import { useChangePackage } from './use-change-package.js';
import { useKeptSheet } from './use-kept-sheet.js';
import { part } from '../ui/part.js';

const PackageSheet = lazy(() => part(() => import('./package-sheet.js')));

interface MenuProps extends PackageProps {
  /** Called when the sheet opens and closes. */
  readonly onChanging: (isChanging: boolean) => void;
}

/** The button that opens the actions of a package; nothing where there are none. */
export function PackageMenu({ member, one, user, onChanging }: MenuProps) {
  const [sheet, trigger] = useKeptSheet();
  const notifyChanging = useEffectEvent(onChanging);
  useEffect(() => {
    if (sheet.wasOpened) notifyChanging(sheet.opened);
  }, [sheet.wasOpened, sheet.opened]);
  const actions = allActionsOf(one, user, useStudio());
  // An open sheet stays, to show the new state of the package.
  if (actions.length === 0 && !sheet.opened) return null;
  return (
    <>
      <ActionIcon
        ref={trigger}
        size={44}
        variant="subtle"
        color="gray"
        c="var(--calm)"
        aria-label={t.desk.package.menu(one.coachName)}
        aria-haspopup="dialog"
        onClick={sheet.open}
      >
        <IconDotsVertical size={22} aria-hidden />
      </ActionIcon>
      {sheet.wasOpened && (
        <Suspense>
          <PackageSheet key={sheet.round} sheet={sheet} member={member} one={one} user={user} />
        </Suspense>
      )}
    </>
  );
}

/** Approves a pending package for both sides by one tap; nothing for other packages. */
export function ApproveButton({ one, user }: PackageProps) {
  const { sending, change } = useChangePackage(one, {
    onFailed: (error) => showNotSaved(sendErrorText(error)),
  });
  if (one.state !== 'pending' || !actionsOf(one, user.role).includes('approve')) return null;
  return (
    <Button
      leftSection={<IconCheck size={20} aria-hidden />}
      loading={sending.isSending}
      onClick={() => change(approvalOf(one))}
    >
      {t.desk.package.approve}
    </Button>
  );
}
