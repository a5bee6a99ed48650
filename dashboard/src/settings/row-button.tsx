import { ActionIcon } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { MouseEvent } from 'react';

interface Props {
  readonly icon: TablerIcon;
  /** What it does, and with which row. */
  readonly name: string;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** A button behind a row of a list. */
export function RowButton({ icon: Icon, name, onClick }: Props) {
  return (
    <ActionIcon
      size={44}
      variant="subtle"
      color="gray"
      c="dimmed"
      aria-label={name}
      onClick={onClick}
    >
      <Icon size={20} aria-hidden />
    </ActionIcon>
  );
}
