import { MAX_SEARCH_LENGTH } from '../../common/limits.js';
import { CursorParam, LimitParam, TextField } from '../../http/fields.js';

export class CoachesQueryDto {
  @TextField({
    optional: true,
    minLength: 0,
    maxLength: MAX_SEARCH_LENGTH,
    description: 'Words to be found in name or e-mail address, all of them.',
  })
  search?: string;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
