import { IdParam } from '../../common/fields.js';

export class MemberPathDto {
  @IdParam({ description: 'The member.', example: 6 })
  memberId: number;
}

export class PackagePathDto extends MemberPathDto {
  @IdParam({ description: 'One of the packages of this member.', example: 1 })
  packageId: number;
}
