import { CursorParam, IdParam, LimitParam } from '../../http/fields.js';

export class DeviceTokensQueryDto {
  @IdParam({ optional: true, description: 'Only those of this person.' })
  userId?: number;

  @LimitParam()
  limit?: number;

  @CursorParam()
  cursor?: string;
}
