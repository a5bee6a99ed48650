import { NativeSelect, Switch } from '@mantine/core';
import type { PersonDto } from '../api/generated/types.gen.js';
import { ROLES } from '../api/rules.js';
import { words } from '../texts/people.js';
import { t } from '../texts/texts.js';

type Standing = Pick<PersonDto, 'role' | 'alsoCoach'>;

interface Props extends Standing {
  readonly onChange: (change: Partial<Standing>) => void;
  /** Whether it is the admin's own. */
  readonly isOwn?: boolean;
}

/** What somebody is to the studio; coaches are asked nothing more. */
export function RoleField({ role, alsoCoach, onChange, isOwn = false }: Props) {
  const choose = (value: string) => {
    const chosen = ROLES.find((one) => one === value);
    if (chosen) onChange({ role: chosen });
  };
  return (
    <>
      <NativeSelect
        label={words.role}
        description={isOwn ? words.ownRole : undefined}
        disabled={isOwn}
        value={role}
        onChange={({ currentTarget: { value } }) => choose(value)}
        data={ROLES.map((one) => ({ value: one, label: t.account.role[one] }))}
      />
      {(role === 'admin' || role === 'staff') && (
        <Switch
          size="md"
          mih={44}
          label={words.alsoCoach}
          description={words.alsoCoachHint}
          checked={alsoCoach}
          onChange={({ currentTarget: { checked } }) => onChange({ alsoCoach: checked })}
        />
      )}
    </>
  );
}
