import { IdParam } from '../../http/fields.js';

export class MemberPackagesPathDto {
  @IdParam({ description: 'The member.', example: 6 })
  memberId: number;
}

export class PackagePathDto extends MemberPackagesPathDto {
  @IdParam({ description: 'One of the packages of this member.', example: 1 })
  packageId: number;
}
