import type { Readable } from 'node:stream';
import { Controller, Get, Header, Post, Query, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { NotAudited } from '../audit/not-audited.decorator.js';
import { LimitedAs } from '../auth/person-limits.service.js';
import { StreamTickets } from '../auth/stream-tickets.service.js';
import { AcceptsTicket, Allow, CurrentAccess } from '../http/access.js';
import { ApiProblems } from '../http/api-docs.js';
import type { Access, ApiRequest } from '../http/api-request.js';
import { EventsDto, EventsQueryDto, TicketDto } from './dto/events.dto.js';
import { EventStreams } from './event-streams.service.js';

@ApiTags('Live updates')
@ApiBearerAuth()
@Controller('events')
export class EventsController {
  constructor(
    private readonly streams: EventStreams,
    private readonly tickets: StreamTickets,
  ) {}

  /**
   * Follow packages as they change
   * @remarks
   * Server-sent events. First a `snapshot` with the packages that you may see and that are not over
   * for more than a week, of many the newest 300; then a `package` event with the whole package
   * after each change, whoever made it, and `gone` when one is out of your sight. Show whichever
   * version is highest. The desk, and the coach who asked, get `approval` when a request is made
   * or decided: look at it again. A comment comes every 15 seconds of silence. `end` says why the
   * server closes: `access_ended` (get new tokens first), `server_stopping` and `too_slow` (open
   * another), `too_many_streams` (you opened more than five: leave it until somebody looks again).
   * Each stream begins with a snapshot: what you show besides, load again then, so that nothing is
   * missed between two. A browser gets a ticket before each.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned', member: 'self' })
  @AcceptsTicket()
  @LimitedAs('stream')
  @Header('Content-Type', 'text/event-stream; charset=utf-8')
  @Header('X-Accel-Buffering', 'no')
  @Header('Connection', 'close')
  @ApiExtraModels(EventsDto)
  @ApiOkResponse({
    description: 'Events; `data` is JSON, by the name of the event as this schema names it.',
    content: { 'text/event-stream': { schema: { $ref: getSchemaPath(EventsDto) } } },
  })
  @ApiProblems('validation_failed', 'not_signed_in', 'token_expired')
  async followPackages(
    @CurrentAccess() access: Access,
    @Query() _query: EventsQueryDto,
    @Req() request: ApiRequest,
  ): Promise<Readable> {
    return this.streams.open(access, request);
  }

  /**
   * Get a ticket that opens one stream
   * @remarks
   * For browsers, whose `EventSource` sends no Authorization header. It works once, within half a
   * minute, and only for `GET /events`. The stream ends when your access token does, and within
   * seconds after your account is gone or not active, or has another role.
   */
  @Post('tickets')
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @LimitedAs('stream')
  @NotAudited('A ticket changes no data of the studio, and each reconnect of a stream needs one.')
  @ApiCreatedResponse({ type: TicketDto })
  @ApiProblems('validation_failed', 'not_signed_in', 'token_expired')
  async getStreamTicket(@CurrentAccess() access: Access): Promise<TicketDto> {
    return this.tickets.issue(access);
  }
}
