import { CursorParam, LimitParam } from '../../http/fields.js';
import { SearchParam } from '../../http/person-fields.js';

export class CoachesQueryDto {
  @SearchParam()
  search?: string;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
