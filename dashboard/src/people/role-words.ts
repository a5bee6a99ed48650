import type { PersonDto } from '../api/generated/types.gen.js';
import { words } from '../texts/people.js';
import { t } from '../texts/texts.js';

/** What somebody is to the studio, in words. */
export function roleWords({ role, alsoCoach }: Pick<PersonDto, 'role' | 'alsoCoach'>): string {
  const word = t.account.role[role];
  return alsoCoach ? words.both(word) : word;
}
