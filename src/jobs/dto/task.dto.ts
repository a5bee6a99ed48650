import { ApiProperty } from '@nestjs/swagger';
import type { Schedule } from '../schedule-rules.js';
import type { TaskRow } from '../task.entity.js';
import { lastRunOf } from '../task-state-rules.js';

export class TaskDto {
  /** @example cleanup */
  name: string;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'After so many minutes it is due again; null where it has a time of day.',
    example: 10,
  })
  everyMinutes: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'At this time of the studio it is due each day; null where it has an interval.',
    example: null,
  })
  dailyAt: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When it is due; null until a process has looked for the first time.',
    example: '2026-11-20T09:40:00.000Z',
  })
  nextRunAt: string | null;

  /** Whether a process is at it. */
  isRunning: boolean;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When the last run began that came to an end; null before there was one.',
    example: '2026-11-20T09:30:00.000Z',
  })
  lastRunAt: string | null;

  @ApiProperty({ type: 'string', enum: ['done', 'failed', null], nullable: true, example: 'done' })
  lastResult: 'done' | 'failed' | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The problem code of a last run that failed; the log of the product says more.',
    example: null,
  })
  lastProblem: string | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'How long that run took, in milliseconds.',
    example: 40,
  })
  lastTookMs: number | null;

  /** A task as it stands; without a row no process has looked yet. */
  static of(name: string, schedule: Schedule, now: Date, row?: TaskRow): TaskDto {
    const everyMinutes = 'everyMinutes' in schedule ? schedule.everyMinutes : null;
    const dailyAt = 'dailyAt' in schedule ? schedule.dailyAt : null;
    return { name, everyMinutes, dailyAt, ...(row ? stateOf(row, now) : UNKNOWN) };
  }
}

export class TaskListDto {
  data: TaskDto[];
}

type State = Omit<TaskDto, 'name' | 'everyMinutes' | 'dailyAt'>;

const UNKNOWN: State = {
  nextRunAt: null,
  isRunning: false,
  lastRunAt: null,
  ...lastRunOf(null),
  lastTookMs: null,
};

function stateOf(row: TaskRow, now: Date): State {
  return {
    nextRunAt: row.nextRunAt.toISOString(),
    isRunning: row.leaseUntil !== null && row.leaseUntil >= now,
    lastRunAt: row.lastRunAt?.toISOString() ?? null,
    ...lastRunOf(row.lastResult),
    lastTookMs: row.lastTookMs,
  };
}
