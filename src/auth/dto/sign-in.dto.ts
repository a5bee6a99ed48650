import { ApiProperty } from '@nestjs/swagger';
import { IdParam, UuidParam } from '../../http/fields.js';
import type { SignIn } from '../sign-in.entity.js';

/** A sign-in that goes on: somebody, somewhere, until it ends or is ended. */
export class SignInDto {
  @ApiProperty({ format: 'uuid', example: '6f1c2b1e-4d0a-4f0e-9b57-0d2f6a3a9c11' })
  id: string;

  /** Whether it is the one of this request. */
  current: boolean;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  startedAt: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When its tokens were renewed last.',
    example: '2026-11-27T08:15:00.000Z',
  })
  lastUsedAt: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it ends however often it is used; not used for weeks, it ends before.',
    example: '2027-02-18T09:30:00.000Z',
  })
  endsAt: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Where it was used last; null where that was before this was kept.',
    example: '203.0.113.7',
  })
  ipAddress: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What the browser or app said of itself then.',
    example: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)',
  })
  userAgent: string | null;

  @ApiProperty({
    description:
      'Whether it began on a device that no earlier sign-in was from: none of the same kind, or ' +
      'none in the same network. Never true of the first.',
    example: false,
  })
  isNewDevice: boolean;

  static of(row: SignIn, current: string | null): SignInDto {
    const { family, startedAt, lastUsedAt, endsAt, expiresAt, ip, userAgent, newDevice } = row;
    return {
      id: family,
      current: family === current,
      startedAt: startedAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      endsAt: (endsAt ?? expiresAt).toISOString(),
      ipAddress: ip,
      userAgent: userAgent === '' ? null : userAgent,
      isNewDevice: newDevice === 1,
    };
  }
}

export class SignInListDto {
  data: SignInDto[];
}

export class SignInsQueryDto {
  @IdParam({ optional: true, description: 'Of this person; only for admins.' })
  userId?: number;
}

export class SignInPathDto {
  @UuidParam({
    description: 'The sign-in.',
    example: '6f1c2b1e-4d0a-4f0e-9b57-0d2f6a3a9c11',
  })
  signInId: string;
}
