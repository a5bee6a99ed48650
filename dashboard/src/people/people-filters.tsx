import { NativeSelect } from '@mantine/core';
import { PERSON_STATES, ROLES } from '../api/rules.js';
import { words } from '../texts/people.js';
import { ChipRow } from '../ui/chip-row.js';
import type { PeopleFilter } from './people-queries.js';

const ROLE_CHOICES = ['all', ...ROLES] as const;
type RoleChoice = (typeof ROLE_CHOICES)[number];

interface Props {
  readonly filter: PeopleFilter;
  readonly onChange: (filter: PeopleFilter) => void;
}

/** Which people are listed: by what they are to the studio, and by whether they can sign in. */
export function PeopleFilters({ filter, onChange }: Props) {
  const { role: _role, ...withoutRole } = filter;
  const { state: _state, ...withoutState } = filter;
  const chooseRole = (role: RoleChoice) =>
    onChange(role === 'all' ? withoutRole : { ...filter, role });
  const chooseState = (value: string) => {
    const state = PERSON_STATES.find((one) => one === value);
    onChange(state ? { ...filter, state } : withoutState);
  };
  return (
    <>
      <ChipRow
        label={words.roleFilter}
        value={filter.role ?? 'all'}
        choices={ROLE_CHOICES}
        textOf={(role) => words.roles[role]}
        onChange={chooseRole}
      />
      <NativeSelect
        mt="sm"
        aria-label={words.stateFilter}
        value={filter.state ?? ''}
        onChange={({ currentTarget: { value } }) => chooseState(value)}
        data={[
          { value: '', label: words.everyState },
          ...PERSON_STATES.map((state) => ({ value: state, label: words.state[state] })),
        ]}
      />
    </>
  );
}
