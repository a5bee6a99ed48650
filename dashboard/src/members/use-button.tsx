import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCircleMinus } from '@tabler/icons-react';
import type { MemberDto } from '../api/generated/types.gen.js';
import { useTapping } from '../queue/tap-context.js';
import { t } from '../texts/texts.js';
import { nameOf } from '../ui/names.js';
import { canUse } from './member-figures.js';
import classes from './use-button.module.css';

interface Props {
  readonly member: MemberDto;
  /** As the member will be when all taps have arrived. */
  readonly isUsedToday: boolean;
}

/** Counts a session today by one tap; disabled where one was counted today. */
export function UseButton({ member, isUsedToday }: Props) {
  const { markSessionUsed } = useTapping();
  const name = nameOf(member);
  if (!isUsedToday && !canUse(member)) return <span className={classes.none} />;
  // One button for both states, so that it keeps the focus.
  return (
    <ActionIcon
      size={52}
      radius="xl"
      variant="filled"
      className={classes.button}
      aria-disabled={isUsedToday}
      aria-label={isUsedToday ? t.members.alreadyToday(name) : t.members.useToday(name)}
      onClick={isUsedToday ? undefined : () => markSessionUsed(member)}
    >
      {isUsedToday ? (
        <IconCheck size={24} aria-hidden />
      ) : (
        <IconCircleMinus size={28} aria-hidden />
      )}
    </ActionIcon>
  );
}
