import { ApiProperty, OmitType } from '@nestjs/swagger';
import type { Named } from '../../audit/names.service.js';
import { ROLES, type Role } from '../../common/actor.js';
import type { DeviceToken } from '../device-token.entity.js';

type Names = ReadonlyMap<number, Named>;

export class DeviceTokenPersonDto {
  /** @example 3 */
  id: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Null where the account is gone.',
    example: 'Ana Silva',
  })
  name: string | null;

  @ApiProperty({ type: 'string', enum: [...ROLES, null], nullable: true, example: 'coach' })
  role: Role | null;

  static of(id: number, names: Names): DeviceTokenPersonDto {
    return names.get(id) ?? { id, name: null, role: null };
  }
}

/** A token that was made a moment ago. */
export class NewDeviceTokenDto {
  /** @example 1 */
  id: number;

  /** Sent as `Authorization: Bearer …` with every request. It is shown here and never again. */
  token: string;

  @ApiProperty({ enum: ['Bearer'] })
  tokenType: 'Bearer';

  user: DeviceTokenPersonDto;

  @ApiProperty({ example: 'Ana’s phone' })
  label: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  createdAt: string;

  createdBy: DeviceTokenPersonDto;

  @ApiProperty({ format: 'date-time', example: '2027-11-20T09:30:00.000Z' })
  expiresAt: string;

  static of(token: string, row: DeviceToken, names: Names): NewDeviceTokenDto {
    return { token, tokenType: 'Bearer', ...termsOf(row, names) };
  }
}

/** A row of the list: everything but the token itself, which nobody has but the device. */
export class DeviceTokenDto extends OmitType(NewDeviceTokenDto, ['token', 'tokenType']) {
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Since when it opens nothing any more; null where it was not revoked.',
    example: null,
  })
  revokedAt: string | null;

  @ApiProperty({ type: DeviceTokenPersonDto, nullable: true })
  revokedBy: DeviceTokenPersonDto | null;

  static of(row: DeviceToken, names: Names): DeviceTokenDto {
    const { revokedAt, revokedBy } = row;
    return {
      ...termsOf(row, names),
      revokedAt: revokedAt?.toISOString() ?? null,
      revokedBy: revokedBy === null ? null : DeviceTokenPersonDto.of(revokedBy, names),
    };
  }
}

function termsOf(row: DeviceToken, names: Names) {
  return {
    id: row.id,
    user: DeviceTokenPersonDto.of(row.userId, names),
    label: row.label,
    createdAt: row.createdAt.toISOString(),
    createdBy: DeviceTokenPersonDto.of(row.createdBy, names),
    expiresAt: row.expiresAt.toISOString(),
  };
}
