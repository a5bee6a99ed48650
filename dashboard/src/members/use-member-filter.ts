import { useSearchParams } from 'wouter';
import { ATTENTIONS } from '../api/rules.js';
import type { MemberFilter } from '../data/queries.js';

/** The filter of the list, kept in the URL: Back, a reload and a link lead to the same list. */
export function useMemberFilter(): [MemberFilter, (filter: MemberFilter) => void] {
  const [query, setQuery] = useSearchParams();
  const attention = ATTENTIONS.find((one) => one === query.get('attention'));
  const coachId = Number(query.get('coachId'));
  const filter: MemberFilter = {
    ...(attention ? { attention } : {}),
    ...(query.get('payment') === 'open' ? { payment: 'open' } : {}),
    ...(query.get('coachGone') === 'true' ? { coachGone: true } : {}),
    ...(Number.isSafeInteger(coachId) && coachId > 0 ? { coachId } : {}),
  };
  const change = (next: MemberFilter) => {
    const entries = Object.entries(next).map(([name, value]) => [name, String(value)]);
    // The entry's state leads to what is searched for in the list.
    const state: unknown = window.history.state;
    setQuery(new URLSearchParams(entries), { replace: true, state });
  };
  return [filter, change];
}
