import { ApiProperty } from '@nestjs/swagger';
import { IdParam, TextField } from '../../http/fields.js';
import { MAX_CODE_LENGTH } from '../second-factor-rules.js';
import type { FactorState } from '../second-factors.service.js';

export class SecondFactorDto {
  /** Whether sign-in asks for a code besides the password. */
  isOn: boolean;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Since when; null where it is off.',
    example: '2026-11-20T09:30:00.000Z',
  })
  since: string | null;

  /**
   * How many recovery codes nobody has used.
   * @example 10
   */
  recoveryCodesLeft: number;

  /** Whether this person reaches nothing by a sign-in without it. */
  isDemanded: boolean;

  static of({ since, recoveryCodesLeft, isDemanded }: FactorState): SecondFactorDto {
    const isOn = since !== null;
    return { isOn, since: since?.toISOString() ?? null, recoveryCodesLeft, isDemanded };
  }
}

export class NewSecondFactorDto {
  /**
   * The secret, to be typed into an authenticator: base32.
   * @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
   */
  secret: string;

  /**
   * The same as an authenticator reads it from a QR code.
   * @example otpauth://totp/Coach%20sessions:ana%40example.com?secret=JBSWY3DPEHPK3PXP
   */
  url: string;
}

export class RecoveryCodesDto {
  @ApiProperty({
    type: [String],
    description: 'Ten codes; each lets their person in once.',
    example: ['7k2mq-x94td'],
  })
  recoveryCodes: string[];
}

export class FirstCodeDto {
  @TextField({
    maxLength: MAX_CODE_LENGTH,
    description: 'The six digits that the authenticator shows.',
    example: '492039',
  })
  code: string;
}

export class SecondFactorQueryDto {
  @IdParam({ optional: true, description: 'Of this person; only for admins.' })
  userId?: number;
}
