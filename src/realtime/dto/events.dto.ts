import { ApiProperty } from '@nestjs/swagger';
import { type Action, ACTIONS } from '../../audit/actions.js';
import { TextField } from '../../http/fields.js';
import { PackageDto } from '../../packages/dto/package.dto.js';
import { END_REASONS, type EndReason } from '../event-stream.js';

export class EventsQueryDto {
  @TextField({
    optional: true,
    verbatim: true,
    maxLength: 200,
    description: 'A ticket, where no Authorization header can be sent.',
  })
  ticket?: string;
}

export class TicketDto {
  /** Sent as `?ticket=…` with `GET /events`, once. It is shown here and never again. */
  ticket: string;

  /**
   * Seconds until it expires.
   * @example 30
   */
  expiresIn: number;
}

export class SnapshotDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:30:00.000Z' })
  at: string;

  /** At most 500; further ones come with the next snapshot event. */
  packages: PackageDto[];

  /** Whether this was the last part of the snapshot. */
  complete: boolean;
}

export class GoneDto {
  /**
   * No longer yours to see.
   * @example 1
   */
  packageId: number;
}

export class ApprovalEventDto {
  /**
   * The request of a coach.
   * @example 1
   */
  approvalId: number;

  /** @example 6 */
  memberId: number;

  @ApiProperty({ enum: ACTIONS, description: 'What was done.', example: 'approval.asked' })
  action: Action;
}

export class EndDto {
  @ApiProperty({ enum: END_REASONS, example: 'access_ended' })
  reason: EndReason;
}

/** The data of each kind of event, under the name of the event. */
export class EventsDto {
  snapshot: SnapshotDto;
  package: PackageDto;
  gone: GoneDto;
  approval: ApprovalEventDto;
  end: EndDto;
}
