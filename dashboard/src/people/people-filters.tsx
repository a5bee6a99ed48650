import { Chip, Group, NativeSelect } from '@mantine/core';
import { PERSON_STATES, ROLES } from '../api/rules.js';
import { words } from '../texts/people.js';
import classes from './people.module.css';
import type { PeopleFilter } from './people-queries.js';

interface Props {
  readonly filter: PeopleFilter;
  readonly onChange: (filter: PeopleFilter) => void;
}

/** Which people are listed: by what they are to the studio, and by whether they can sign in. */
export function PeopleFilters({ filter, onChange }: Props) {
  const { role: _role, ...withoutRole } = filter;
  const { state: _state, ...withoutState } = filter;
  const chooseRole = (value: string | string[] | null) => {
    const role = ROLES.find((one) => one === value);
    onChange(role ? { ...filter, role } : withoutRole);
  };
  const chooseState = (value: string) => {
    const state = PERSON_STATES.find((one) => one === value);
    onChange(state ? { ...filter, state } : withoutState);
  };
  return (
    <>
      <Chip.Group value={filter.role ?? 'all'} onChange={chooseRole}>
        <Group className={classes.kinds} role="radiogroup" aria-label={words.roleFilter}>
          {(['all', ...ROLES] as const).map((role) => (
            <Chip key={role} value={role}>
              {words.roles[role]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
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
