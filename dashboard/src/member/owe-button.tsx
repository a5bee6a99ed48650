import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClockHour4 } from '@tabler/icons-react';
import type { MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/owed.js';
import OweSheet from './owe-sheet.js';
import { mayOwe } from './owing.js';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageDto;
  /** Called when the sheet opens and closes. */
  readonly onChanging: (isChanging: boolean) => void;
}

/** Writes down, from a package that is used up, that the member trained all the same. */
export default function OweButton({ member, one, onChanging }: Props) {
  const handlers = { onOpen: () => onChanging(true), onClose: () => onChanging(false) };
  const { rules } = useStudio();
  const [isOwing, owing] = useDisclosure(false, handlers);
  // What was entered is not lost when somebody sells a package meanwhile.
  if (!mayOwe(one, member, rules.owedSessions) && !isOwing) return null;
  return (
    <>
      <Button
        flex="1 0 auto"
        size="sm"
        px="xs"
        variant="default"
        leftSection={<IconClockHour4 size={20} aria-hidden />}
        onClick={owing.open}
      >
        {words.act}
      </Button>
      {isOwing && <OweSheet {...{ member, one }} onClose={owing.close} />}
    </>
  );
}
