import { queryOptions, useQuery } from '@tanstack/react-query';
import { listOwnSubstitutions } from '../api/generated/sdk.gen.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { type Covered, coveredOn } from '../data/covered-days.js';

/** For whom the person stands in, and who stands in for them: in force today or to come. */
const ownSubstitutionsQuery = () =>
  queryOptions({
    queryKey: ['substitutions', 'own'],
    queryFn: ({ signal }) => ask(listOwnSubstitutions({ signal })),
    staleTime: 60_000,
  });

/** The coaches for whom a coach stands in on a day; undefined while nobody knows. */
export function useCovered({ id }: UserDto, day: string): readonly Covered[] | undefined {
  const { data } = useQuery(ownSubstitutionsQuery());
  return data && coveredOn(data.data, id, day);
}
