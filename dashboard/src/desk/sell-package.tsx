import { Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { MemberDto, UserDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { useKeptSheet } from './use-kept-sheet.js';
import { part } from '../ui/part.js';

const SellSheet = lazy(() => part(() => import('./sell-sheet.js')));

interface Props {
  readonly member: MemberDto;
  readonly user: UserDto;
  /** `filled` where it is the main action. */
  readonly variant?: 'default' | 'filled';
}

/** Sells a package to a member, for the front desk, and for coaches who may. */
export function SellPackage({ member, user, variant = 'default' }: Props) {
  const [sheet, trigger] = useKeptSheet();
  return (
    <>
      <Button
        ref={trigger}
        variant={variant}
        px={8}
        leftSection={<IconTicket size={20} aria-hidden />}
        aria-haspopup="dialog"
        onClick={sheet.open}
      >
        {t.desk.sell.title}
      </Button>
      {sheet.wasOpened && (
        <Suspense>
          <SellSheet key={sheet.round} {...{ sheet, member, user }} />
        </Suspense>
      )}
    </>
  );
}
