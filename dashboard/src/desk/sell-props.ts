import type { MemberDto, PackageDto, UserDto } from '../api/generated/types.gen.js';
import type { KeptSheet } from './use-kept-sheet.js';

/** What every sale needs. */
export interface SellProps {
  readonly sheet: KeptSheet;
  readonly member: MemberDto;
  readonly user: UserDto;
  /** What is sold once more, as it costs today. */
  readonly again?: PackageDto | undefined;
}

/** With whom it is sold as long as nobody says: most members stay with their coach. */
export function likelyCoach(
  { again, member }: SellProps,
  coaches: readonly { readonly id: number }[],
): number | undefined {
  if (coaches.length === 1) return coaches[0]?.id;
  return (again ?? member.packages[0] ?? member.lastPackage)?.coachId;
}
