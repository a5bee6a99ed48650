import { ActionIcon, Button } from '@mantine/core';
import { IconCheck, IconDotsVertical } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useEffectEvent } from 'react';
import { t } from '../texts/texts.js';
import { actionsOf, approvalOf } from './package-actions.js';
import type { PackageProps } from './package-props.js';
import { sendErrorText } from '../ui/send-error.js';
import { tellFailed } from '../ui/tell.js';
import { useChangePackage } from './use-change-package.js';
import { useKeptSheet } from './use-kept-sheet.js';

const PackageSheet = lazy(() => import('./package-sheet.js'));

interface MenuProps extends PackageProps {
  /** Told when the sheet opens and closes. */
  readonly onChanging: (isChanging: boolean) => void;
}

/** What the person may do with a package: a button that opens it all, or nothing. */
export function PackageMenu({ member, one, user, onChanging }: MenuProps) {
  const [sheet, trigger] = useKeptSheet();
  const tell = useEffectEvent(onChanging);
  useEffect(() => {
    if (sheet.wasOpened) tell(sheet.opened);
  }, [sheet.wasOpened, sheet.opened]);
  const actions = actionsOf(one, user.role);
  // An open sheet stays, to say what became of the package.
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

/** One tap for what waits at the front desk: both sides say yes. Nothing where nothing waits. */
export function ApproveButton({ one, user }: PackageProps) {
  const { sending, change } = useChangePackage(one, {
    onFailed: (error) => tellFailed(sendErrorText(error)),
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
