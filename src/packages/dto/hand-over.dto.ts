import { ApiProperty } from '@nestjs/swagger';
import { STAYING, type Staying } from '../hand-over-rules.js';

/** What packages come to. */
class HandOverSumDto {
  /** @example 12 */
  members: number;

  /** @example 14 */
  packages: number;

  /**
   * Of those that are counted.
   * @example 83
   */
  sessions: number;
}

/** A package that stays with its coach, with the reason. */
export class StayingPackageDto {
  /** @example 7 */
  packageId: number;

  /** @example 6 */
  memberId: number;

  /** @example Tom Baker */
  memberName: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null where none are counted.' })
  sessions: number | null;

  @ApiProperty({
    enum: STAYING,
    description:
      '`waiting`: for an approval. `ended`: it goes where `includeEnded` says so. ' +
      '`frozen`: it is, or will be; end the freeze first.',
    example: 'ended',
  })
  reason: Staying;
}

/** A member whose packages go. */
export class GoingMemberDto {
  /** @example 6 */
  memberId: number;

  /** @example Tom Baker */
  memberName: string;

  /** @example 1 */
  packages: number;

  /** @example 8 */
  sessions: number;
}

/** What a hand-over would do. */
export class HandOverPlanDto extends HandOverSumDto {
  @ApiProperty({ type: [GoingMemberDto], description: 'The first 100 of them.' })
  going: GoingMemberDto[];

  @ApiProperty({ type: [StayingPackageDto], description: 'The first 100 that stay.' })
  staying: StayingPackageDto[];

  /**
   * How many stay.
   * @example 0
   */
  stayingCount: number;
}

/** What a hand-over has done. */
export class HandedOverDto extends HandOverSumDto {
  /**
   * How many packages are still to go: ask again until there are none.
   * @example 0
   */
  left: number;
}
