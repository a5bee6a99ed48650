import { useQueryClient } from '@tanstack/react-query';
import { changePerson } from '../api/generated/sdk.gen.js';
import type { ChangePersonDto, PersonDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { showSaved } from '../ui/change-toast.js';
import { type Sending, useSending } from '../ui/use-sending.js';
import { personQuery, readPeopleAgain } from './people-queries.js';

/** Changes a person, updates what is shown, closes the sheet and says so in a toast. */
export function useChangePerson(
  personId: number,
  saved: (changed: PersonDto) => string,
  onClose: () => void,
): Sending<ChangePersonDto> {
  const cache = useQueryClient();
  return useSending(
    (body: ChangePersonDto, headers) => ask(changePerson({ path: { personId }, body, headers })),
    (changed: PersonDto) => {
      cache.setQueryData(personQuery(personId).queryKey, changed);
      readPeopleAgain(cache);
      onClose();
      showSaved(saved(changed));
    },
  );
}
