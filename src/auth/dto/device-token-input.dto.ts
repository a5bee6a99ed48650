import { MAX_LABEL_LENGTH, MAX_LIFE_DAYS } from '../device-token-rules.js';
import { IdField, IdParam, IntegerField, TextField } from '../../http/fields.js';

export class CreateDeviceTokenDto {
  @IdField({ description: 'Whose token it is; an admin can have none.', example: 3 })
  userId: number;

  @TextField({
    maxLength: MAX_LABEL_LENGTH,
    description: 'What to call the device.',
    example: 'Ana’s phone',
  })
  label: string;

  @IntegerField({
    optional: true,
    minimum: 1,
    maximum: MAX_LIFE_DAYS,
    description: 'Days until it expires; 365 where nothing is said.',
    example: 365,
  })
  expiresInDays?: number;
}

export class DeviceTokenPathDto {
  @IdParam({ description: 'The device token.', example: 1 })
  deviceTokenId: number;
}
