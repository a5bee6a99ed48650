import type { PersonDto } from '../api/generated/types.gen.js';
import { words } from '../texts/people.js';
import { Mark, type Tone } from '../ui/mark.js';

const TONES: Readonly<Record<Exclude<PersonDto['state'], 'active'>, Tone>> = {
  ...{ no_password: 'warn', disabled: 'bad', kept_out: 'bad' },
};

/** What is amiss with somebody's access; nothing where they can sign in. */
export function StateMark({ state }: Pick<PersonDto, 'state'>) {
  return state === 'active' ? null : <Mark tone={TONES[state]}>{words.state[state]}</Mark>;
}
