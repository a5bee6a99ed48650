import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import { HandedOverDto, HandOverPlanDto } from './dto/hand-over.dto.js';
import { HandOverDto, HandOverPathDto, HandOverQueryDto } from './dto/hand-over-input.dto.js';
import { HandOvers } from './hand-overs.service.js';

/** What can be wrong with whom it is about. */
const OF_PEOPLE = [
  ...(['person_not_found', 'same_place', 'coach_not_found', 'person_not_active'] as const),
] as const;

@ApiTags('People')
@ApiBearerAuth()
@Controller('people/:personId/hand-over')
export class HandOversController {
  constructor(private readonly handOvers: HandOvers) {}

  /**
   * See what of a coach would go to another one
   * @remarks
   * Also of a coach who is switched off or gone: members with sessions left are never out of sight.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all' })
  @ApiOkResponse({ type: HandOverPlanDto })
  @ApiProblems(...READING, ...OF_PEOPLE)
  async planHandOver(
    @Param() { personId }: HandOverPathDto,
    @Query() query: HandOverQueryDto,
  ): Promise<HandOverPlanDto> {
    return this.handOvers.plan(personId, query);
  }

  /**
   * Hand a coach's members over to another coach
   * @remarks
   * Transfers every package that can be used, as `POST …/packages/:packageId/transfer` does one; up
   * to 100 at once. While the answer says that some are `left`, ask again.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('person.handed_over', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: HandedOverDto })
  @ApiProblems(...CHANGING, ...OF_PEOPLE, 'nothing_to_transfer', 'reason_code_unknown')
  async handOver(
    @Work() work: AuditedWork,
    @Param() { personId }: HandOverPathDto,
    @Body() body: HandOverDto,
  ): Promise<HandedOverDto> {
    return this.handOvers.handOver(work, personId, body);
  }
}
