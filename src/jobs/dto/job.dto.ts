import { ApiProperty } from '@nestjs/swagger';
import type { JobRow } from '../job.entity.js';
import { JOB_STATES, type JobState } from '../job-rules.js';

export class JobDto {
  /** @example 17 */
  id: number;

  /** @example mail */
  kind: string;

  @ApiProperty({
    enum: JOB_STATES,
    description: 'Waits for its time, is under way, was done, or is given up.',
    example: 'dead',
  })
  state: JobState;

  /**
   * How often it was begun.
   * @example 6
   */
  attempts: number;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  createdAt: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it is due, or was for its last try.',
    example: '2026-11-21T00:10:00.000Z',
  })
  dueAt: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it was done, or given up.',
    example: '2026-11-21T00:10:01.000Z',
  })
  finishedAt: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Why the last try failed: a problem code, or what another server has answered.',
    example: 'internal_error',
  })
  lastError: string | null;

  /** A job as it stands, without what it is about. */
  static of(row: JobRow): JobDto {
    const { id, kind, state, attempts, lastError } = row;
    return {
      ...{ id, kind, state, attempts },
      createdAt: row.createdAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
      lastError,
    };
  }
}
