import { Problem } from '../common/problem.js';
import { bouncedAtOf } from '../database/bounced-email.js';
import type { MemberBooks } from '../packages/member-books.service.js';
import { attentionOf } from '../packages/package-rules.js';
import { memberPaymentOf } from '../packages/payment-rules.js';
import type { MemberDto } from './dto/member.dto.js';
import type { StandingsScope } from './member-standings.repository.js';
import type { DetailedMember, MemberRow } from './members.repository.js';

/** A member as the API shows one; with phone number and note where they were read. */
export function memberDto(
  row: MemberRow | DetailedMember,
  books: MemberBooks,
  { at, thresholds }: Pick<StandingsScope, 'at' | 'thresholds'>,
): MemberDto {
  const { usedToday, lastActivityAt, ...sums } = books.totals;
  return {
    id: row.id,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    ...('note' in row ? detailsOf(row) : {}),
    packages: books.described,
    lastPackage: books.lastPackage,
    attention: attentionOf(books.packages, at, thresholds),
    payment: memberPaymentOf(books.packages),
    totals: sums,
    usedToday,
    lastActivityAt: lastActivityAt?.toISOString() ?? null,
  };
}

function detailsOf(row: DetailedMember): Partial<MemberDto> {
  const { email, phone, note } = row;
  return { phone, note, emailBouncedAt: bouncedAtOf(email, row)?.toISOString() ?? null };
}

/** Nobody has this id, or somebody who is no member. */
export function memberNotFound(memberId: number): Problem {
  return new Problem('member_not_found', `There is no member ${memberId}.`);
}
