import { IdParam } from '../../http/fields.js';

export class MemberPathDto {
  @IdParam({ description: 'The member.', example: 6 })
  memberId: number;
}
