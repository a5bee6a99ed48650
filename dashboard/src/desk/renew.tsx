import { ActionIcon, Button } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import type { MemberDto, PackageDto, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { nameOf } from '../ui/names.js';
import { KeptSellSheet } from './kept-sell-sheet.js';
import { renewable } from './renewal.js';
import { maySell } from './selling.js';
import { useKeptSheet } from './use-kept-sheet.js';

interface Props {
  readonly member: MemberDto;
  readonly user: UserDto;
  readonly one: PackageDto;
}

/** What the person may sell once more to a member: nothing where they may not sell at all. */
export function useRenewable(member: MemberDto, user: UserDto): PackageDto[] {
  const studio = useStudio();
  return maySell(user, studio) ? renewable(member, studio.rules.lowBalance) : [];
}

/** Sells the same again, where it is time for that: opens the sale with all of it filled in. */
export function Renew({ member, user, one }: Props) {
  const [sheet, trigger] = useKeptSheet();
  const isTime = useRenewable(member, user).includes(one);
  // What was entered is not lost when somebody else sells meanwhile.
  if (!isTime && !sheet.opened) return null;
  return (
    <>
      <Button
        ref={trigger}
        flex="1 0 auto"
        size="sm"
        px="xs"
        variant="default"
        leftSection={<IconTicket size={20} aria-hidden />}
        aria-haspopup="dialog"
        onClick={sheet.open}
      >
        {t.desk.sell.again}
      </Button>
      <KeptSellSheet {...{ sheet, member, user }} again={one} />
    </>
  );
}

/** As `Renew`, in a row of a list, which has no room for words. */
export function RenewInRow({ member, user, one }: Props) {
  const [sheet, trigger] = useKeptSheet();
  return (
    <>
      <ActionIcon
        ref={trigger}
        size={52}
        radius="xl"
        variant="default"
        aria-haspopup="dialog"
        aria-label={t.desk.sell.againFor(nameOf(member))}
        title={t.desk.sell.again}
        onClick={sheet.open}
      >
        <IconTicket size={26} aria-hidden />
      </ActionIcon>
      <KeptSellSheet {...{ sheet, member, user }} again={one} />
    </>
  );
}
