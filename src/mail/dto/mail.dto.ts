import { ApiProperty } from '@nestjs/swagger';

export class MailTroubleDto {
  @ApiProperty({
    description: 'Why the last try failed, in the words of the server where it has said any.',
    example: 'not yet: 451 4.7.1 Try again later',
  })
  reason: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it is tried again; null where it is given up.',
    example: '2026-11-27T09:35:00.000Z',
  })
  nextTryAt: string | null;
}

export class MailDto {
  @ApiProperty({ description: 'Whether a server for mail is named at all.', example: true })
  isSetUp: boolean;

  @ApiProperty({ type: 'string', nullable: true, example: 'smtp.example.com:587' })
  server: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'desk@example.com' })
  sender: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When the server took the last mail; null where it took none within seven days.',
    example: '2026-11-27T09:30:00.000Z',
  })
  lastDeliveredAt: string | null;

  @ApiProperty({ description: 'Mails that are on their way.', example: 0 })
  waiting: number;

  @ApiProperty({ description: 'Mails that are given up. `GET /jobs` lists them.', example: 0 })
  givenUp: number;

  @ApiProperty({
    type: MailTroubleDto,
    nullable: true,
    description: 'Of the mail that was last in trouble and has not gone since.',
  })
  trouble: MailTroubleDto | null;
}

export class TestedMailDto {
  @ApiProperty({ description: 'To whom it went: you.', example: 'admin@example.com' })
  to: string;

  @ApiProperty({ description: 'What the server answered.', example: '250 2.0.0 Ok: queued' })
  answer: string;
}
