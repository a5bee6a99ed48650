import { Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import type { MemberDto, UserDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { KeptSellSheet } from './kept-sell-sheet.js';
import { useKeptSheet } from './use-kept-sheet.js';

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
      <KeptSellSheet {...{ sheet, member, user }} />
    </>
  );
}
