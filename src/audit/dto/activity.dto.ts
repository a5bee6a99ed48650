import { ApiProperty } from '@nestjs/swagger';
import { ACTIONS, OUTCOMES, type Action, type Outcome } from '../actions.js';

export class ActivityActorDto {
  /** Null for programs and anonymous callers. */
  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  id: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Ana Silva' })
  name: string | null;

  /**
   * A person's role, or `system`, `legacy`, `anonymous`.
   * @example coach
   */
  role: string;
}

/** One row of the activity log: who did what, or tried to, and how it ended. */
export class ActivityDto {
  /** @example 4711 */
  id: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  at: string;

  @ApiProperty({ enum: ACTIONS, example: 'session.deducted' })
  action: Action;

  @ApiProperty({ enum: OUTCOMES, example: 'done' })
  outcome: Outcome;

  actor: ActivityActorDto;

  @ApiProperty({ type: 'integer', nullable: true, example: 6 })
  memberId: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Tom Baker' })
  memberName: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  coachId: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'Ana Silva' })
  coachName: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  packageId: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 12 })
  usageId: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reason: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'One of the reasons of the studio, which `GET /studio` puts into words.',
    example: 'goodwill',
  })
  reasonCode: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The problem code of a refused or failed attempt.',
    example: null,
  })
  code: string | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: true,
    description: 'What it was before, where it was anything.',
    example: { version: 4, remaining: 7, status: 'active' },
  })
  before: unknown;

  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: true,
    description: 'What it became.',
    example: { version: 5, remaining: 6, status: 'active' },
  })
  after: unknown;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'How many further attempts like the earlier ones of its hour the row stands for, the last ' +
      'of them at `at`. Null where it is one attempt or change.',
    example: null,
  })
  repetitions: number | null;

  @ApiProperty({
    type: [String],
    description:
      'Fields that changed and are left out of `before` and `after`: contact data, except for ' +
      'staff and admins.',
    example: [],
  })
  hidden: string[];

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Null for coaches where somebody else did it.',
    example: '4bf92f3577b34da6a3ce929d0e0e4736',
  })
  requestId: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Null for coaches where somebody else did it.',
    example: '127.0.0.1',
  })
  ip: string | null;
}
