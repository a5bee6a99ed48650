import { fitOf, searchWordsOf, sortKeyOf } from '../../../src/common/folded-names.js';
import type { MemberDto } from '../api/generated/types.gen.js';
import type { MemberFilter } from '../data/queries.js';

/** Those on this device whom a search and a filter leave, in the order that the server has. */
export function foundMembers(
  members: readonly MemberDto[],
  search: string,
  { attention, payment }: MemberFilter,
): readonly MemberDto[] {
  const wanted = members.filter(
    (one) =>
      (!attention || one.attention.includes(attention)) &&
      (!payment || one.payment === 'unpaid' || one.payment === 'partly'),
  );
  const words = searchWordsOf(search);
  if (words.length === 0) return wanted;
  return wanted
    .flatMap((member) => {
      const fit = fitOf(member, words);
      return fit === undefined ? [] : [{ member, fit, key: sortKeyOf(member) }];
    })
    .toSorted((a, b) => a.fit - b.fit || (a.key < b.key ? -1 : 1))
    .map(({ member }) => member);
}
