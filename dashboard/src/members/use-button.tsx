import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCircleMinus } from '@tabler/icons-react';
import type { MemberDto } from '../api/generated/types.gen.js';
import { useTapping } from '../queue/tap-context.js';
import { t } from '../texts/texts.js';
import { canUse } from './member-figures.js';
import classes from './use-button.module.css';

interface Props {
  readonly member: MemberDto;
  /** As the member will be when all taps have arrived. */
  readonly isUsedToday: boolean;
}

/** One tap: a session is used today. Where one was, it says so and takes no other. */
export function UseButton({ member, isUsedToday }: Props) {
  const { useSession } = useTapping();
  const name = `${member.firstName} ${member.lastName}`;
  if (isUsedToday) {
    return (
      <span className={classes.used} role="img" aria-label={t.members.alreadyToday(name)}>
        <IconCheck size={24} aria-hidden />
      </span>
    );
  }
  if (!canUse(member)) return <span className={classes.none} />;
  return (
    <ActionIcon
      size={52}
      radius="xl"
      variant="filled"
      aria-label={t.members.useToday(name)}
      onClick={() => useSession(member)}
    >
      <IconCircleMinus size={28} aria-hidden />
    </ActionIcon>
  );
}
