import { ApiProperty } from '@nestjs/swagger';
import { type LineKind, LINES } from '../line-rules.js';
import { UsageDto } from './usage.dto.js';

/** One line of a history: a row that was made, or that was undone. */
export class HistoryLineDto {
  @ApiProperty({
    enum: LINES,
    description: 'A session that was undone has two lines: one when it was made, one when undone.',
    example: 'made',
  })
  line: LineKind;

  @ApiProperty({
    format: 'date-time',
    description: 'When the row was made, or when it was undone.',
    example: '2026-11-20T09:30:00.000Z',
  })
  at: string;

  /**
   * What it did to the balance, signed; an undo does the opposite of what it undoes.
   * @example -1
   */
  amount: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'The balance of its package right after it, as lines add up: after the newest one it is ' +
      '`remaining`. Null where nothing is counted, at what was undone since, and where PHP ' +
      'changed the count and that is not booked yet.',
    example: 6,
  })
  balanceAfter: number | null;

  @ApiProperty({ type: UsageDto, description: 'The row, as the list of sessions shows it.' })
  usage: UsageDto;
}
