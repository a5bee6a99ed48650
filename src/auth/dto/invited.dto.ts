import { ApiProperty } from '@nestjs/swagger';

/** How somebody gets the link by which they set a password. */
export class InvitedDto {
  /** Whether they are sent the link by mail. */
  @ApiProperty({ example: false })
  isMailed: boolean;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description:
      'By which they set a password, once; null where it is mailed, and where they have no ' +
      'e-mail address. Put it behind the origin of ' +
      'the product: it stands nowhere else, and whoever has it becomes this person.',
    example: '/app/welcome#M1v0cGk0cXhTbkhBdWJKb2xRZ3pZb2tFd3V5T3hQb1k',
  })
  link: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Null where they have no e-mail address, and so no link.',
    example: '2026-11-27T09:30:00.000Z',
  })
  expiresAt: string | null;
}
