import { CursorParam, LimitParam, TextField } from '../../common/fields.js';

export class CoachesQueryDto {
  @TextField({
    optional: true,
    minLength: 0,
    maxLength: 100,
    description: 'Words to be found in name or e-mail address, all of them.',
  })
  search?: string;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
