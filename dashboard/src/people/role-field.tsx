import { NativeSelect } from '@mantine/core';
import type { UserDto } from '../api/generated/types.gen.js';
import { ROLES } from '../api/rules.js';
import { words } from '../texts/people.js';
import { t } from '../texts/texts.js';

interface Props {
  readonly role: UserDto['role'];
  readonly onChange: (role: UserDto['role']) => void;
  /** Whether it is the admin's own. */
  readonly isOwn?: boolean;
}

/** What somebody is to the studio. */
export function RoleField({ role, onChange, isOwn = false }: Props) {
  const choose = (value: string) => {
    const chosen = ROLES.find((one) => one === value);
    if (chosen) onChange(chosen);
  };
  return (
    <NativeSelect
      label={words.role}
      description={isOwn ? words.ownRole : undefined}
      disabled={isOwn}
      value={role}
      onChange={({ currentTarget: { value } }) => choose(value)}
      data={ROLES.map((one) => ({ value: one, label: t.account.role[one] }))}
    />
  );
}
