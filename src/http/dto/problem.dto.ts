import { ApiProperty } from '@nestjs/swagger';
import { PROBLEM_CODES, type ProblemCode } from '../../common/problem-codes.js';

export class FieldErrorDto {
  @ApiProperty({ enum: ['body', 'query', 'path', 'header'], example: 'body' })
  in: 'body' | 'query' | 'path' | 'header';

  /**
   * Dotted name of the field.
   * @example reason
   */
  field: string;

  /**
   * JSON pointer to the field.
   * @example /reason
   */
  pointer: string;

  /** @example reason must be text of 1 to 500 characters. */
  message: string;

  /** The letters that the database cannot keep, where that is what is wrong. */
  letters?: string[];

  /** How many characters the database can keep, where the text is longer. */
  maxLength?: number;
}

/** RFC 9457 problem details, with the two fields that the dashboard reads. */
export class ProblemDto {
  /** @example urn:problem:no_active_package */
  type: string;

  /** @example No active package */
  title: string;

  /** @example 409 */
  status: number;

  /** @example There is no package that a session could be taken from. */
  detail: string;

  /** @example /api/v1/members/6/workouts */
  instance: string;

  /** Stable: programs decide by this. */
  @ApiProperty({ enum: Object.keys(PROBLEM_CODES), example: 'no_active_package' })
  code: ProblemCode;

  /** @example 4bf92f3577b34da6a3ce929d0e0e4736 */
  requestId: string;

  @ApiProperty({ type: 'boolean', enum: [false] })
  success: false;

  /** The same as `detail`. */
  message: string;

  /** What is wrong with which field of a request that is not valid. */
  errors?: FieldErrorDto[];

  /** The balance that stood in the way. */
  balance?: number;

  /** The package's version as it is now. */
  version?: number;

  /** What is still to be paid for the package, in the smallest unit of its currency. */
  openMinor?: number;

  /** What of the payment was not paid back yet, in the smallest unit of its currency. */
  refundableMinor?: number;

  /** In what the package is paid. */
  currency?: string;

  /** How much coaches may give alone, of the sessions or days in question. */
  limit?: number;

  /** What is left of that. */
  left?: number;

  /** What the limit of coaches counts. */
  unit?: 'sessions' | 'days';

  /** How many sessions of the package count as used. */
  used?: number;

  /** How many members still train with the coach. */
  members?: number;

  /** The last studio day of a freeze; null until further notice. */
  @ApiProperty({ type: 'string', format: 'date', nullable: true, required: false })
  until?: string | null;

  /** The studio days that stand in the way of a freeze. */
  days?: string[];
}
