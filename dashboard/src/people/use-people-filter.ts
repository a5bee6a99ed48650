import { useSearchParams } from 'wouter';
import { PERSON_STATES, ROLES } from '../api/rules.js';
import type { PeopleFilter } from './people-queries.js';

/** The filter of the list, kept in the URL: Back, a reload and a link lead to the same list. */
export function usePeopleFilter(): [PeopleFilter, (filter: PeopleFilter) => void] {
  const [query, setQuery] = useSearchParams();
  const role = ROLES.find((one) => one === query.get('role'));
  const state = PERSON_STATES.find((one) => one === query.get('state'));
  const filter = { ...(role ? { role } : {}), ...(state ? { state } : {}) };
  const change = (next: PeopleFilter) => {
    // The entry's state leads to what is searched for in the list.
    const entry: unknown = window.history.state;
    setQuery(new URLSearchParams(Object.entries(next)), { replace: true, state: entry });
  };
  return [filter, change];
}
